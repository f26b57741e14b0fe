import type { Request } from 'express';
import { platformOf } from '../../core/platformOf.ts';
import type { PlainPlayer } from '../../interaction/statistics/RoomRecorder.ts';

/** Who is told that somebody watches a room by a player of FLV or HLS. */
export interface ViewerCounter {
  /**
   * A player has begun. Returns its end.
   * @param ticket the Session that it plays for, as its address says; `null` without one
   */
  open(roomId: string, ticket: string | null, player: PlainPlayer): () => void;
}

/** What a request says of the player that makes it. Low latency shows only later, so every HLS player counts as one of HLS. */
export function playerOf(request: Request, delivery: 'flv' | 'hls'): PlainPlayer {
  const agent = request.get('user-agent');
  return { delivery, platform: platformOf(agent), origin: `${request.ip} ${agent ?? ''}` };
}
