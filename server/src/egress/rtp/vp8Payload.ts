/** The frame's bytes in an RTP payload, without the descriptor; empty when it is malformed. */
export function vp8FrameBytes(payload: Buffer): Buffer {
  return payload.subarray(Math.min(descriptorLength(payload), payload.length));
}

/** The picture's size, where `frame` is a keyframe (RFC 6386 §9.1); else `null`. */
export function readVp8KeyframeSize(frame: Buffer): { width: number; height: number } | null {
  const isKeyframe = frame.length >= 10 && ((frame[0] ?? 1) & 0x01) === 0;
  if (!isKeyframe || frame.readUIntBE(3, 3) !== 0x9d012a) return null;
  const [width, height] = [frame.readUInt16LE(6) & 0x3fff, frame.readUInt16LE(8) & 0x3fff];
  return width > 0 && height > 0 ? { width, height } : null;
}

/** Whether an RTP payload (RFC 7741 §4.2) begins a VP8 keyframe. */
export function startsVp8Keyframe(payload: Buffer): boolean {
  const first = payload[0] ?? 0;
  const startsFrame = (first & 0x10) !== 0 && (first & 0x07) === 0;
  if (!startsFrame) return false;
  const at = descriptorLength(payload);
  // The frame header's lowest bit is clear on keyframes (RFC 6386 §9.1).
  return at < payload.length && ((payload[at] ?? 1) & 0x01) === 0;
}

function descriptorLength(payload: Buffer): number {
  if (((payload[0] ?? 0) & 0x80) === 0) return 1;
  const extensions = payload[1] ?? 0;
  let length = 2;
  if (extensions & 0x80) length += (payload[2] ?? 0) & 0x80 ? 2 : 1;
  if (extensions & 0x40) length += 1;
  if (extensions & 0x30) length += 1;
  return length;
}
