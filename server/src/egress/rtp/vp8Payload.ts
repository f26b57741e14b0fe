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
