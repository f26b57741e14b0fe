import { payloadOf, sequenceDistance } from './rtpPacket.ts';
import type { VideoConfig } from './VideoConfig.ts';

/** A whole keyframe as RTP payloads in order, ready to be sent again. */
export interface Keyframe {
  config: VideoConfig;
  payloads: readonly Buffer[];
}

/** Four times the largest keyframe that a 4 Mb/s publisher is likely to send. */
const maxPackets = 1500;

/** Collects the packets of the newest keyframe and keeps it once all have come, in whatever order. */
export class KeyframeCache {
  #complete: Keyframe | null;
  #collecting: {
    config: VideoConfig;
    prefix: Buffer[];
    firstSequence: number;
    lastSequence: number | null;
    bySequence: Map<number, Buffer>;
  } | null = null;

  constructor(initial: Keyframe | null) {
    this.#complete = initial;
  }

  get latest(): Keyframe | null {
    return this.#complete;
  }

  /** `prefix`: payloads to send before the keyframe's own. */
  begin(config: VideoConfig, firstSequence: number, prefix: Buffer[]): void {
    this.#collecting = { config, prefix, firstSequence, lastSequence: null, bySequence: new Map() };
  }

  add(packet: Buffer, sequence: number, isLast: boolean): void {
    const current = this.#collecting;
    if (!current) return;
    current.bySequence.set(sequence, payloadOf(packet));
    if (isLast) current.lastSequence = sequence;
    if (current.bySequence.size > maxPackets) this.#collecting = null;
    else this.#finishIfComplete();
  }

  #finishIfComplete(): void {
    const current = this.#collecting;
    if (!current || current.lastSequence === null) return;
    const count = sequenceDistance(current.lastSequence, current.firstSequence) + 1;
    if (current.bySequence.size < count) return;
    const payloads = [...current.prefix];
    for (let i = 0; i < count; i++) {
      const payload = current.bySequence.get((current.firstSequence + i) & 0xffff);
      if (payload) payloads.push(payload);
    }
    this.#complete = { config: current.config, payloads };
    this.#collecting = null;
  }
}
