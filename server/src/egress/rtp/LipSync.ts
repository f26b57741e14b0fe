/** Steps beyond this are taken at once, smaller ones are slewed: a jump is worse than a second of slight offset. */
const stepMs = 500;
/** Sender Reports that disagree by more than this do not share a clock. */
const unbelievableMs = 5000;
/** Share of the time since the last frame by which video may be moved. */
const slewRate = 0.1;

/**
 * Where on the egress timeline something captured at a given NTP time belongs. Audio decides, because moving it is heard; video
 * follows it.
 */
export class LipSync {
  #timelineMinusNtpMs: number | null = null;

  /** Audio captured at `ntpMs` is on the timeline at `timelineMs`. Small noise in the reports is smoothed. */
  audioPlaced(timelineMs: number, ntpMs: number): void {
    const offset = timelineMs - ntpMs;
    const before = this.#timelineMinusNtpMs;
    const isNoise = before !== null && Math.abs(offset - before) < 100;
    this.#timelineMinusNtpMs = isNoise ? before + (offset - before) / 4 : offset;
  }

  /** `timeline - NTP` in ms, `null` before the first report of an audio track. */
  get timelineMinusNtpMs(): number | null {
    return this.#timelineMinusNtpMs;
  }
}

/** The next offset of a track that is at `currentMs` and should be at `targetMs`, `elapsedMs` after its last frame. */
export function slew(currentMs: number, targetMs: number, elapsedMs: number): number {
  const difference = targetMs - currentMs;
  if (Math.abs(difference) > unbelievableMs) return currentMs;
  if (Math.abs(difference) > stepMs) return targetMs;
  const limit = Math.max(1, Math.min(elapsedMs, stepMs) * slewRate);
  return currentMs + Math.max(-limit, Math.min(limit, difference));
}
