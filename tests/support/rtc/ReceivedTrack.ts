import { inspectH264 } from '../../../server/src/egress/rtp/h264Payload.ts';
import {
  hasMarker,
  isRtp,
  payloadOf,
  sequenceDistance,
  sequenceOf,
  timestampOf,
} from '../../../server/src/egress/rtp/rtpPacket.ts';

/** What has arrived of one track; times on `performance.now()`, `null` until it happens. */
export interface TrackFigures {
  packets: number;
  bytes: number;
  /** Sequence numbers that never came. */
  lost: number;
  firstPacketAtMs: number | null;
  /** The first picture that a decoder could show: an IDR whose packets are all there, up to its marker. H.264 only. */
  firstKeyframeAtMs: number | null;
  keyframes: number;
}

/** Counts the packets of one track, and the complete keyframes among them. */
export class ReceivedTrack {
  readonly figures: TrackFigures = {
    packets: 0,
    bytes: 0,
    lost: 0,
    firstPacketAtMs: null,
    firstKeyframeAtMs: null,
    keyframes: 0,
  };
  readonly #isH264: boolean;
  #lastSequence: number | null = null;
  #pictureTimestamp: number | null = null;
  #isIdr = false;
  #isWhole = false;

  constructor({ isH264 }: { isH264: boolean }) {
    this.#isH264 = isH264;
  }

  receive(packet: Buffer): void {
    if (!isRtp(packet)) return;
    const { figures } = this;
    figures.packets += 1;
    figures.bytes += packet.length;
    figures.firstPacketAtMs ??= performance.now();
    const isNext = this.#countLost(sequenceOf(packet));
    if (this.#isH264) this.#followPicture(packet, isNext);
  }

  #countLost(sequence: number): boolean {
    const distance = this.#lastSequence === null ? 1 : sequenceDistance(sequence, this.#lastSequence);
    if (distance <= 0) return false;
    this.figures.lost += distance - 1;
    this.#lastSequence = sequence;
    return distance === 1;
  }

  #followPicture(packet: Buffer, isNext: boolean): void {
    const timestamp = timestampOf(packet);
    if (timestamp !== this.#pictureTimestamp) {
      this.#pictureTimestamp = timestamp;
      this.#isIdr = false;
      this.#isWhole = true;
    }
    if (!isNext) this.#isWhole = false;
    this.#isIdr ||= inspectH264(payloadOf(packet)).hasIdr;
    if (!hasMarker(packet) || !this.#isIdr || !this.#isWhole) return;
    this.figures.keyframes += 1;
    this.figures.firstKeyframeAtMs ??= performance.now();
  }
}
