/** What an RTCP Sender Report says about its stream: `rtpTimestamp` was captured at `ntpMs` (Unix epoch). */
export interface SenderReport {
  ssrc: number;
  ntpMs: number;
  rtpTimestamp: number;
}

const senderReportType = 200;
/** Seconds between 1900 (NTP) and 1970 (Unix). */
const ntpEpochOffset = 2_208_988_800;

/** The Sender Reports in a compound RTCP packet (RFC 3550 §6.4.1); whatever is malformed ends the list. */
export function readSenderReports(compound: Buffer): SenderReport[] {
  const reports: SenderReport[] = [];
  for (let at = 0; at + 4 <= compound.length; ) {
    const length = (compound.readUInt16BE(at + 2) + 1) * 4;
    if (compound[at + 1] === senderReportType && length >= 28 && at + 28 <= compound.length) {
      reports.push(readSenderReport(compound, at));
    }
    at += length;
  }
  return reports;
}

function readSenderReport(compound: Buffer, at: number): SenderReport {
  const seconds = compound.readUInt32BE(at + 8) - ntpEpochOffset;
  const fraction = compound.readUInt32BE(at + 12) / 2 ** 32;
  return {
    ssrc: compound.readUInt32BE(at + 4),
    ntpMs: (seconds + fraction) * 1000,
    rtpTimestamp: compound.readUInt32BE(at + 16),
  };
}

export function createSenderReport(report: SenderReport): Buffer {
  const packet = Buffer.alloc(28);
  packet[0] = 0x80;
  packet[1] = senderReportType;
  packet.writeUInt16BE(6, 2);
  packet.writeUInt32BE(report.ssrc, 4);
  const seconds = Math.floor(report.ntpMs / 1000);
  packet.writeUInt32BE((seconds + ntpEpochOffset) >>> 0, 8);
  packet.writeUInt32BE(Math.floor((report.ntpMs / 1000 - seconds) * 2 ** 32) >>> 0, 12);
  packet.writeUInt32BE(report.rtpTimestamp >>> 0, 16);
  return packet;
}

/** "This was all" (RFC 3550 §6.6), with a reason because ffmpeg takes no packet of less than 12 bytes. */
export function createBye(ssrc: number): Buffer {
  const bye = Buffer.from([0x81, 203, 0, 2, 0, 0, 0, 0, 3, 0x65, 0x6e, 0x64]);
  bye.writeUInt32BE(ssrc, 4);
  return bye;
}
