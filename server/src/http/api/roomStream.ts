import type { RoomStream, StreamPlatform, StreamSourceType } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Room } from '../../rooms/Room.ts';

/** What each platform plays, the best first. */
const playable: Record<StreamPlatform, readonly StreamSourceType[]> = {
  web: ['webrtc', 'flv', 'hls'],
  wechat: ['flv', 'hls'],
  qq: ['flv', 'hls'],
  douyin: ['flv', 'hls'],
  alipay: ['hls'],
  baidu: ['hls'],
};

/** Where a room's show can be played. @throws AppError `room_not_live` */
export function roomStream(room: Room, baseUrl: string, platform: StreamPlatform): RoomStream {
  if (!room.isLive) throw new AppError('room_not_live');
  const urls: Record<StreamSourceType, string> = {
    webrtc: `${baseUrl}/room/${room.id}`,
    flv: `${baseUrl}/live/${room.id}.flv`,
    hls: `${baseUrl}/live/${room.id}/index.m3u8`,
  };
  return {
    roomId: room.id,
    status: 'live',
    streamUrl: urls.hls,
    sources: playable[platform].map((type) => ({ type, url: urls[type] })),
  };
}
