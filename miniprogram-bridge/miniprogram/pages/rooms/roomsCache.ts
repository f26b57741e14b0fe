import type { RoomView } from '@lianmai/shared';

const storageKey = 'lianmai.rooms';
/** After so long the rooms of then are not worth showing. */
const freshMs = 12 * 3_600_000;
const mostKept = 20;

interface Kept {
  atMs: number;
  rooms: RoomView[];
}

/** The first page of the list, over restarts of the mini program. */
export const roomsCache = {
  read(): RoomView[] {
    const kept = wx.getStorageSync(storageKey) as Kept | '';
    const isFresh = typeof kept === 'object' && Array.isArray(kept.rooms) && Date.now() - kept.atMs < freshMs;
    return isFresh ? kept.rooms : [];
  },
  write(rooms: RoomView[]): void {
    const kept: Kept = { atMs: Date.now(), rooms: rooms.slice(0, mostKept) };
    wx.setStorageSync(storageKey, kept);
  },
};
