import type { RoomStream, RoomStreamSource, StreamPlatform, StreamSourceType } from '@lianmai/shared';
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

/**
 * Where a room's show can be played.
 * @param signed the token of its media addresses
 * @throws AppError `room_not_live`
 */
export function roomStream(
  room: Room,
  baseUrl: string,
  { platform, signed }: { platform: StreamPlatform; signed: { token: string; expiresAtMs: number } },
): RoomStream {
  if (!room.isLive) throw new AppError('room_not_live');
  const media = `${baseUrl}/live/t/${signed.token}/${room.id}`;
  const expiresAt = new Date(signed.expiresAtMs).toISOString();
  const sources: Record<StreamSourceType, Omit<RoomStreamSource, 'type'>> = {
    webrtc: { url: `${baseUrl}/room/${room.id}` },
    flv: { url: `${media}.flv`, expiresAt },
    hls: { url: `${media}/index.m3u8`, expiresAt },
  };
  return {
    roomId: room.id,
    status: 'live',
    streamUrl: sources.hls.url,
    sources: playable[platform].map((type) => ({ type, ...sources[type] })),
  };
}
