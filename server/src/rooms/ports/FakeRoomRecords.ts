import type { ClosedRoom, RoomRecord, RoomRecords, ShowRecord } from './RoomRecords.ts';

/** Keeps everything in memory. */
export class FakeRoomRecords implements RoomRecords {
  readonly rooms = new Map<string, RoomRecord>();
  readonly closedRooms: ClosedRoom[] = [];
  readonly shows = new Map<string, ShowRecord>();
  invited: { roomId: string; userId: string }[] = [];
  readonly uses: { roomIds: readonly string[]; atMs: number }[] = [];

  saveRoom(room: RoomRecord): void {
    this.rooms.set(room.id, room);
  }

  saveInvited(roomId: string, userId: string): void {
    this.invited.push({ roomId, userId });
  }

  removeInvited(roomId: string): void {
    this.invited = this.invited.filter((one) => one.roomId !== roomId);
  }

  noteUse(roomIds: readonly string[], atMs: number): void {
    this.uses.push({ roomIds, atMs });
  }

  removeRoom(room: ClosedRoom): void {
    this.rooms.delete(room.id);
    this.closedRooms.push(room);
  }

  saveShow(show: ShowRecord): void {
    this.shows.set(show.id, show);
  }
}
