import type { PlaybackProtocol, RequestInput } from '@lianmai/shared';
import type { PlaybackStats } from '../sdk/index.ts';

const everyMs = 10_000;

/** Tells the server how playback goes: the first picture once, then a summary every ten seconds. */
export class PlaybackReporter {
  readonly #send: (report: RequestInput<'reportPlayback'>) => void;
  #sentAtMs = Date.now();
  #last: { protocol: PlaybackProtocol; freezeCount: number; freezeMs: number } | null = null;

  constructor(send: (report: RequestInput<'reportPlayback'>) => void) {
    this.#send = send;
  }

  firstFrame(protocol: PlaybackProtocol, firstFrameMs: number): void {
    this.#send({ protocol, firstFrameMs });
  }

  sample({ protocol, latencyMs, freezeCount, freezeMs }: PlaybackStats): void {
    if (Date.now() - this.#sentAtMs < everyMs) return;
    this.#sentAtMs = Date.now();
    // Players count from their own start; the report is about the time since the one before.
    const before = this.#last?.protocol === protocol ? this.#last : { freezeCount: 0, freezeMs: 0 };
    this.#last = { protocol, freezeCount, freezeMs };
    this.#send({
      protocol,
      latencyMs: latencyMs ?? undefined,
      freezeCount: Math.max(0, freezeCount - before.freezeCount),
      freezeMs: Math.max(0, Math.round(freezeMs - before.freezeMs)),
    });
  }
}
