import type { SenderReport } from './rtcp.ts';
import { timestampDistance } from './rtpPacket.ts';

/** One track's RTP clock: counts its timestamps past 2^32 and remembers when they were captured. */
export class RtpClock {
  readonly clockRate: number;
  #last: { wrapped: number; mediaMs: number } | null = null;
  #report: { mediaMs: number; ntpMs: number } | null = null;

  constructor(clockRate: number) {
    this.clockRate = clockRate;
  }

  /** The timestamp in ms since the track's first one. */
  mediaMs(timestamp: number): number {
    const last = this.#last;
    if (!last) {
      this.#last = { wrapped: timestamp, mediaMs: 0 };
      return 0;
    }
    const mediaMs = last.mediaMs + (timestampDistance(timestamp, last.wrapped) * 1000) / this.clockRate;
    if (mediaMs > last.mediaMs) this.#last = { wrapped: timestamp, mediaMs };
    return mediaMs;
  }

  /** Ignored before the first packet: there is nothing to relate it to. */
  onReport(report: SenderReport): void {
    const last = this.#last;
    if (!last) return;
    const distance = timestampDistance(report.rtpTimestamp, last.wrapped);
    this.#report = { mediaMs: last.mediaMs + (distance * 1000) / this.clockRate, ntpMs: report.ntpMs };
  }

  /** `ntp - media` of the newest Sender Report, in ms. */
  get ntpOffsetMs(): number | null {
    return this.#report ? this.#report.ntpMs - this.#report.mediaMs : null;
  }
}
