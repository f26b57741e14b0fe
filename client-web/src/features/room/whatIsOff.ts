import type { RoomState } from '../../sdk/index.ts';

/** What the anchor is known to have switched off; null with a camera on, or while nothing is known. */
export function whatIsOff({ room, publications }: RoomState): 'camera' | 'everything' | null {
  if (room?.status !== 'live' || publications.length === 0) return null;
  const onAir = publications.filter(
    ({ roomId, seat, isPaused }) => roomId === room.id && seat === 0 && !isPaused,
  );
  if (onAir.length === 0) return 'everything';
  return onAir.some(({ kind }) => kind === 'video') ? null : 'camera';
}
