import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { OnAirTrack, ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import { FrameAssembler, type VideoCodec } from '../compositor/person/FrameAssembler.ts';
import { createVideoUnit } from '../compositor/person/VideoUnit.ts';
import { RtpNormaliser } from '../rtp/RtpNormaliser.ts';
import { TapFollower } from '../stream/TapFollower.ts';
import { type EncodedPicture, pictureOf } from './EncodedPicture.ts';

/** A keyframe that got lost is asked for again. */
const askAgainMs = 1000;

export interface KeyframeCatchOptions {
  feed: ShowFeed;
  track: OnAirTrack;
  clock: Clock;
  log: Logger;
  deadlineMs: number;
}

/**
 * Opens a tap, asks a track for one keyframe, takes it and closes everything again; `null` when none came in time. It costs the
 * publisher one keyframe and this process some hundred packets, where an egress of its own would go on costing.
 */
export function catchKeyframe(options: KeyframeCatchOptions): Promise<EncodedPicture | null> {
  return new KeyframeCatch(options).run();
}

class KeyframeCatch {
  readonly #options: KeyframeCatchOptions;
  readonly #disposables = new Disposables();
  readonly #caught = Promise.withResolvers<EncodedPicture | null>();
  readonly #assembler: FrameAssembler;
  #codec: VideoCodec | null = null;

  constructor(options: KeyframeCatchOptions) {
    this.#options = options;
    this.#assembler = new FrameAssembler({
      onFrame: (payloads, timestamp) => this.#take(payloads, timestamp),
      onLoss: () => {},
    });
  }

  async run(): Promise<EncodedPicture | null> {
    const { clock, deadlineMs } = this.#options;
    this.#disposables.add(clock.after(deadlineMs, () => this.#caught.resolve(null)));
    try {
      await this.#open();
      return await this.#caught.promise;
    } finally {
      this.#disposables.dispose();
    }
  }

  async #open(): Promise<void> {
    const { clock, feed, track, log } = this.#options;
    const normaliser = await RtpNormaliser.create(
      clock,
      {
        onKeyframe: ({ codec }) => this.#keyframeBegins(codec),
        onPacket: (kind, packet) => kind === 'video' && this.#assembler.push(packet, clock.nowMs()),
        onUnreadableSps: () => this.#caught.resolve(null),
      },
      { isPictureBare: true },
    );
    this.#disposables.add(() => normaliser.close());
    const follower = new TapFollower({
      openTap: (target) => feed.openTap(target),
      wanted: () => ({ video: track, audio: null }),
      port: normaliser.port,
      receiver: normaliser,
      clock,
      log,
    });
    this.#disposables.add(() => follower.close());
    this.#disposables.add(clock.every(askAgainMs, () => follower.requestKeyFrame()));
    follower.follow();
  }

  #keyframeBegins(codec: VideoCodec): void {
    if (codec === this.#codec) return;
    this.#codec = codec;
    this.#assembler.reset(codec);
  }

  #take(payloads: readonly Buffer[], timestamp: number): void {
    const unit = this.#codec && createVideoUnit(this.#codec, payloads, timestamp);
    if (unit?.config) this.#caught.resolve(pictureOf(unit.config, unit.data));
  }
}
