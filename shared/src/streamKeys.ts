import { z } from 'zod';

/** How an encoder (OBS, ffmpeg) publishes to a room: `GET /api/rooms/:id/stream-key`. A secret, like a password. */
export const StreamKeyView = z.object({
  /** OBS' field "Server", 推流地址. */
  server: z.string(),
  /** OBS' field "Stream key", 推流码: `<roomId>?token=<key>`. */
  streamKey: z.string(),
  /** Both in one, for encoders that want one address. */
  rtmpUrl: z.string(),
});
export type StreamKeyView = z.infer<typeof StreamKeyView>;
