import type { RoomStream } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Room } from '../../rooms/Room.ts';

/** Where a room's show can be played. @throws AppError `room_not_live` */
export function roomStream(room: Room, baseUrl: string): RoomStream {
  if (!room.isLive) throw new AppError('room_not_live');
  const hls = `${baseUrl}/live/${room.id}/index.m3u8`;
  return {
    roomId: room.id,
    status: 'live',
    streamUrl: hls,
    sources: [
      { type: 'webrtc', url: `${baseUrl}/room/${room.id}` },
      { type: 'flv', url: `${baseUrl}/live/${room.id}.flv` },
      { type: 'hls', url: hls },
    ],
  };
}
