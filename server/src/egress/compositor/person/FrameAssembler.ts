import { inspectH264 } from '../../rtp/h264Payload.ts';
import { hasMarker, payloadOf, sequenceDistance, sequenceOf, timestampOf } from '../../rtp/rtpPacket.ts';
import { startsVp8Keyframe } from '../../rtp/vp8Payload.ts';

/** A missing packet may come so much later: a retransmission on the publisher's way takes a round trip. */
const patienceMs = 100;
/** Some keyframes' worth; more than that is not disorder. */
const maxWaiting = 1024;
/** What is further behind is not late: the sender has begun anew. */
const maxLatePackets = 1000;
const maxFrameBytes = 4 << 20;

export type VideoCodec = 'H264' | 'VP8';

export interface FrameAssemblerEvents {
  /** All payloads of a frame, in order. After a loss they may not begin where the frame began. */
  onFrame(payloads: Buffer[], timestamp: number): void;
  /** Packets are missing for good: what comes until the next keyframe cannot be decoded. */
  onLoss(): void;
}

/** Puts one stream's packets in order and gives them out as whole frames. Waits for a missing one for at most 100 ms. */
export class FrameAssembler {
  readonly #events: FrameAssemblerEvents;
  /** By sequence number, in the order of arrival. */
  readonly #waiting = new Map<number, { packet: Buffer; arrivedMs: number }>();
  #codec: VideoCodec = 'H264';
  #expected: number | null = null;
  #payloads: Buffer[] = [];
  #frameBytes = 0;
  #timestamp = 0;
  /** After a loss: until it is certain that a frame begins here. */
  #isHeadless = false;

  constructor(events: FrameAssemblerEvents) {
    this.#events = events;
  }

  /** What follows is a new stream's. */
  reset(codec: VideoCodec): void {
    this.#codec = codec;
    this.#waiting.clear();
    this.#expected = null;
    this.#isHeadless = false;
    this.#dropFrame();
  }

  push(packet: Buffer, nowMs: number): void {
    const sequence = sequenceOf(packet);
    this.#expected ??= sequence;
    const distance = sequenceDistance(sequence, this.#expected);
    if (distance < -maxLatePackets) this.#restartAt(sequence);
    else if (distance < 0) return;
    else if (distance > 0) {
      this.#waiting.set(sequence, { packet, arrivedMs: nowMs });
      if (this.#waiting.size > maxWaiting) this.#skipGap();
      return;
    }
    this.#take(packet);
    this.#takeWaiting();
  }

  tick(nowMs: number): void {
    for (;;) {
      const [oldest] = this.#waiting.values();
      if (!oldest || nowMs - oldest.arrivedMs < patienceMs) break;
      this.#skipGap();
    }
  }

  #skipGap(): void {
    const expected = this.#expected ?? 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (const sequence of this.#waiting.keys()) {
      nearest = Math.min(nearest, sequenceDistance(sequence, expected) & 0xffff);
    }
    this.#lose((expected + nearest) & 0xffff);
    this.#takeWaiting();
  }

  #restartAt(sequence: number): void {
    this.#waiting.clear();
    this.#lose(sequence);
  }

  #lose(nextSequence: number): void {
    this.#dropFrame();
    this.#isHeadless = true;
    this.#expected = nextSequence;
    this.#events.onLoss();
  }

  #takeWaiting(): void {
    for (;;) {
      const expected = this.#expected ?? 0;
      const waiting = this.#waiting.get(expected);
      if (!waiting) return;
      this.#waiting.delete(expected);
      this.#take(waiting.packet);
    }
  }

  #take(packet: Buffer): void {
    this.#expected = (sequenceOf(packet) + 1) & 0xffff;
    const payload = payloadOf(packet);
    const timestamp = timestampOf(packet);
    // Some senders forget the marker.
    if (this.#payloads.length > 0 && timestamp !== this.#timestamp) this.#finishFrame();
    if (this.#isHeadless && this.#beginsKeyframe(payload)) this.#isHeadless = false;
    this.#timestamp = timestamp;
    this.#frameBytes += payload.length;
    if (!this.#isHeadless && payload.length > 0 && this.#frameBytes <= maxFrameBytes)
      this.#payloads.push(payload);
    if (hasMarker(packet)) this.#finishFrame();
  }

  #beginsKeyframe(payload: Buffer): boolean {
    return this.#codec === 'VP8' ? startsVp8Keyframe(payload) : inspectH264(payload).sps !== null;
  }

  #finishFrame(): void {
    const payloads = this.#payloads;
    const isWhole = payloads.length > 0 && this.#frameBytes <= maxFrameBytes;
    this.#dropFrame();
    this.#isHeadless = false;
    if (isWhole) this.#events.onFrame(payloads, this.#timestamp);
  }

  #dropFrame(): void {
    this.#payloads = [];
    this.#frameBytes = 0;
  }
}
