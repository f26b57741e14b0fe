/*
 * RTP (RFC 3550 §5.1) read and written in place: the egress handles every packet of a show, so nothing is copied or wrapped.
 */

export const rtpHeaderLength = 12;

/** RTP and RTCP share one port (RFC 5761 §4): packet types 192–223 are RTCP. */
export function isRtcp(packet: Buffer): boolean {
  const type = packet[1] ?? 0;
  return type >= 192 && type <= 223;
}

export function isRtp(packet: Buffer): boolean {
  return packet.length >= rtpHeaderLength && (packet[0] ?? 0) >> 6 === 2 && !isRtcp(packet);
}

export function hasMarker(packet: Buffer): boolean {
  return ((packet[1] ?? 0) & 0x80) !== 0;
}

export function sequenceOf(packet: Buffer): number {
  return packet.readUInt16BE(2);
}

export function timestampOf(packet: Buffer): number {
  return packet.readUInt32BE(4);
}

export function ssrcOf(packet: Buffer): number {
  return packet.readUInt32BE(8);
}

/** The payload without header extension and padding; empty when the packet is malformed. */
export function payloadOf(packet: Buffer): Buffer {
  const first = packet[0] ?? 0;
  let start = rtpHeaderLength + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (packet.length < start + 4) return packet.subarray(packet.length);
    start += 4 + packet.readUInt16BE(start + 2) * 4;
  }
  const padding = first & 0x20 ? (packet[packet.length - 1] ?? 0) : 0;
  const end = packet.length - padding;
  return start <= end ? packet.subarray(start, end) : packet.subarray(packet.length);
}

export interface RtpHeader {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
}

/** Overwrites the header fields of `packet`; version, CSRCs, extension and payload stay. */
export function rewriteHeader(packet: Buffer, header: RtpHeader): void {
  packet[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  packet.writeUInt16BE(header.sequence & 0xffff, 2);
  packet.writeUInt32BE(header.timestamp >>> 0, 4);
  packet.writeUInt32BE(header.ssrc >>> 0, 8);
}

export function createPacket(header: RtpHeader, payload: Buffer): Buffer {
  const packet = Buffer.alloc(rtpHeaderLength + payload.length);
  packet[0] = 0x80;
  rewriteHeader(packet, header);
  payload.copy(packet, rtpHeaderLength);
  return packet;
}

/** `a - b` on a 16-bit circle, between -32768 and 32767. */
export function sequenceDistance(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

/** `a - b` on a 32-bit circle. */
export function timestampDistance(a: number, b: number): number {
  return (a - b) | 0;
}
