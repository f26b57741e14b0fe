/** NAL unit types (ITU-T H.264 table 7-1) and RTP aggregates (RFC 6184 table 1) that the egress tells apart. */
export const nalType = { slice: 1, idrSlice: 5, sps: 7, pps: 8, stapA: 24, fuA: 28 } as const;

export interface H264Inspection {
  /** The packet carries, or begins, a slice of an IDR picture. */
  hasIdr: boolean;
  sps: Buffer | null;
  pps: Buffer | null;
}

const nothing: H264Inspection = { hasIdr: false, sps: null, pps: null };

/** Looks into one RTP payload (RFC 6184 packetization mode 0 or 1). The parameter sets are views, not copies. */
export function inspectH264(payload: Buffer): H264Inspection {
  const type = (payload[0] ?? 0) & 0x1f;
  switch (type) {
    case nalType.slice:
      return nothing;
    case nalType.fuA: {
      const header = payload[1] ?? 0;
      return (header & 0x1f) === nalType.idrSlice ? { ...nothing, hasIdr: true } : nothing;
    }
    case nalType.stapA:
      return inspectAggregate(payload);
    default:
      return inspectNal(payload, nothing);
  }
}

function inspectAggregate(payload: Buffer): H264Inspection {
  let found = nothing;
  for (let at = 1; at + 2 < payload.length; ) {
    const length = payload.readUInt16BE(at);
    const end = at + 2 + length;
    if (length === 0 || end > payload.length) break;
    found = inspectNal(payload.subarray(at + 2, end), found);
    at = end;
  }
  return found;
}

function inspectNal(nal: Buffer, found: H264Inspection): H264Inspection {
  switch ((nal[0] ?? 0) & 0x1f) {
    case nalType.idrSlice:
      return { ...found, hasIdr: true };
    case nalType.sps:
      return { ...found, sps: nal };
    case nalType.pps:
      return { ...found, pps: nal };
    default:
      return found;
  }
}

/** One STAP-A payload of several NAL units. */
export function aggregateNals(nals: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x60 | nalType.stapA])];
  for (const nal of nals) {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(nal.length);
    parts.push(length, nal);
  }
  return Buffer.concat(parts);
}

/** One NAL unit as RTP payloads of at most `maxBytes`: itself, or FU-A fragments. */
export function packetizeNal(nal: Buffer, maxBytes = 1200): Buffer[] {
  if (nal.length <= maxBytes) return [nal];
  const header = nal[0] ?? 0;
  const payloads: Buffer[] = [];
  const step = maxBytes - 2;
  for (let at = 1; at < nal.length; at += step) {
    const isFirst = at === 1;
    const isLast = at + step >= nal.length;
    const fuHeader = (isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0) | (header & 0x1f);
    const prefix = Buffer.from([(header & 0xe0) | nalType.fuA, fuHeader]);
    payloads.push(Buffer.concat([prefix, nal.subarray(at, at + step)]));
  }
  return payloads;
}
