/*
 * ffmpeg's H.264 parser gives a picture out only when the next one begins: a frame's time of delay, and a whole second on a still
 * screen share. The normaliser therefore sends this stub of a P slice after every picture. It begins "the next picture", which lets
 * the real one go, comes out as a picture of its own, and is thrown away behind ffmpeg by its signature. Video is copied, so no
 * decoder ever sees it.
 */
const signature = Buffer.from('LMFLUSH', 'latin1');
/** nal_ref_idc 0, type 1; first_mb 0, slice_type 5 (P), pps 0; then what no encoder writes. */
export const flushSlice = Buffer.concat([Buffer.from([0x01, 0x9a, 0x00, 0x10]), signature]);

/** Whether an AVCC access unit is nothing but a flush slice. */
export function isFlushSlice(accessUnit: Buffer): boolean {
  return accessUnit.length === 4 + flushSlice.length && accessUnit.subarray(4).equals(flushSlice);
}
