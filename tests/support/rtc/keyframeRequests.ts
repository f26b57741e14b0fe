const payloadSpecificFeedback = 206;
const pictureLossIndication = 1;
const fullIntraRequest = 4;

/** How many keyframe requests (PLI, FIR) a compound RTCP packet holds (RFC 4585 §6.3.1, RFC 5104 §4.3.1). */
export function countKeyframeRequests(compound: Buffer): number {
  let count = 0;
  for (let at = 0; at + 4 <= compound.length; at += (compound.readUInt16BE(at + 2) + 1) * 4) {
    const format = (compound[at] ?? 0) & 0x1f;
    const isFeedback = compound[at + 1] === payloadSpecificFeedback;
    if (isFeedback && (format === pictureLossIndication || format === fullIntraRequest)) count += 1;
  }
  return count;
}
