import { z } from 'zod';

export const rtmpRequestSchemas = {
  /** Where a client that has no WebRTC sends its picture and sound: the anchor, or who is on a seat. */
  rtmpAddress: z.strictObject({}),
} as const;

export interface RtmpReplyMap {
  /** `expiresAt`: until then publishing has to begin; who has begun may come back to it. */
  rtmpAddress: { rtmpUrl: string; expiresAt: string };
}
