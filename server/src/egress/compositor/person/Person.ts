import type { MediaKind } from '@lianmai/shared';
import type { Clock } from '../../../core/Clock.ts';
import { Disposables } from '../../../core/Disposables.ts';
import type { Logger } from '../../../core/logger.ts';
import type { TileFormat } from '../../ffmpeg/decoderArgs.ts';
import { RtpNormaliser } from '../../rtp/RtpNormaliser.ts';
import { payloadOf, timestampDistance, timestampOf } from '../../rtp/rtpPacket.ts';
import type { VideoConfig } from '../../rtp/VideoConfig.ts';
import type { CompositorTrack } from '../protocol.ts';
import { FrameAssembler, type VideoCodec } from './FrameAssembler.ts';
import type { VideoFrame } from './FrameQueue.ts';
import { PictureDecoding } from './PictureDecoding.ts';
import { PictureRate } from './PictureRate.ts';
import { SoundDecoding } from './SoundDecoding.ts';
import { createVideoUnit, type UnitConfig } from './VideoUnit.ts';

const tickMs = 25;
/** After a stall of this process what has arrived is read first: it is not the others that were late. */
const stalledMs = 200;
/** A lost keyframe, or a lost request for one, is asked for again. */
const askAgainMs = 1000;
/** A picture that has not changed for so long is frozen, unless it comes from something that rarely changes. */
const liveMs = 3000;
/** Pictures that are further apart than this are of a screen that rarely changes. */
const rareMs = 400;
/** What is usually later than this would come after the mix. */
const maxLagMs = 40;
const clockRates: Record<MediaKind, number> = { video: 90, audio: 48 };

export interface PersonOptions {
  personId: string;
  clock: Clock;
  /** The egress timeline's 0 on the clock. */
  originMs: number;
  ffmpegPath: string;
  log: Logger;
  onKeyFrameWanted: () => void;
}

/**
 * One person of the Compositor: takes their RTP on a port of its own and gives pictures of their tile's size and samples, all on the
 * egress timeline. Whatever arrives or dies, asking for them never waits, and nobody else comes to harm.
 */
export class Person {
  readonly #options: PersonOptions;
  readonly #pictures: PictureDecoding;
  readonly #sound: SoundDecoding;
  readonly #assembler: FrameAssembler;
  readonly #rate = new PictureRate();
  readonly #log: Logger;
  readonly #disposables = new Disposables();
  #normaliser: RtpNormaliser | null = null;
  #hasVideoTrack = false;
  #hasAudioTrack = false;
  #codec: VideoCodec | null = null;
  #needsKeyframe = true;
  #tickedAtMs = Number.NEGATIVE_INFINITY;
  #isKeyframeWanted = false;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #sourceSize: { width: number; height: number } | null = null;
  /** The newest picture that arrived whole, and how long after the one before. */
  #newest = { timestampMs: Number.NEGATIVE_INFINITY, afterMs: 0 };

  static async open(options: PersonOptions): Promise<Person> {
    const person = new Person(options);
    const normaliser = await RtpNormaliser.create(
      options.clock,
      {
        onKeyframe: (config) => person.#keyframeBegins(config),
        onPacket: (kind, packet) => person.#contain(kind, () => person.#receive(kind, packet)),
        onUnreadableSps: () => options.log.warn('pictures whose parameters make no sense are left out'),
      },
      { originMs: options.originMs, isPictureBare: true, maxLagMs },
    );
    person.#normaliser = normaliser;
    person.#disposables.add(() => normaliser.close());
    person.#disposables.add(options.clock.every(tickMs, () => person.#tick()));
    return person;
  }

  private constructor(options: PersonOptions) {
    this.#options = options;
    const log = options.log.child({ personId: options.personId });
    this.#log = log;
    const { clock, ffmpegPath } = options;
    const onKeyFrameWanted = () => this.#wantKeyframe();
    this.#pictures = new PictureDecoding({ ffmpegPath, clock, log, onKeyFrameWanted });
    this.#sound = new SoundDecoding({ ffmpegPath, clock, log });
    this.#assembler = new FrameAssembler({
      onFrame: (payloads, timestamp) => this.#takeFrame(payloads, timestamp),
      onLoss: () => this.#lose(),
    });
  }

  /** RTP and RTCP go to this UDP port of 127.0.0.1. */
  get port(): number {
    return this.#normaliser?.port ?? 0;
  }

  /** Of the pictures as they are published; `null` until the first one. */
  get sourceSize(): { width: number; height: number } | null {
    return this.#sourceSize;
  }

  get stats(): { decoders: number; restarts: number } {
    return {
      decoders: this.#pictures.decoders + this.#sound.decoders,
      restarts: this.#pictures.restarts + this.#sound.restarts,
    };
  }

  /** Takes the place of the track of this kind that was there. */
  attach(track: CompositorTrack): void {
    if (!this.#normaliser) return;
    this.#normaliser.attach(track);
    if (track.kind === 'audio') {
      this.#hasAudioTrack = true;
      this.#sound.begin();
      return;
    }
    this.#hasVideoTrack = true;
    this.#codec = null;
    this.#askedAtMs = Number.NEGATIVE_INFINITY;
    this.#lose();
  }

  detach(kind: MediaKind): void {
    this.#normaliser?.detach(kind);
    if (kind === 'audio') {
      if (this.#hasAudioTrack) this.#sound.end();
      this.#hasAudioTrack = false;
      return;
    }
    this.#hasVideoTrack = false;
    this.#pictures.forget();
  }

  /** `null`: not shown; pictures are not decoded. The sides are even. */
  setTile(tile: TileFormat | null): void {
    this.#pictures.setTile(tile);
  }

  /** The newest picture at or before `atMs`. Those before it are released: `atMs` never goes back. */
  frameAt(atMs: number): VideoFrame | null {
    return this.#pictures.frameAt(atMs);
  }

  /** What `frameAt` gives is how they look now: neither frozen nor from before their camera went off. */
  hasLivePicture(atMs: number): boolean {
    const frame = this.#pictures.frameAt(atMs);
    if (!frame) return false;
    if (atMs - frame.timestampMs < liveMs) return true;
    // A shared screen on which nothing happens: no picture may be missing, and the track must still be there.
    const isUpToDate = this.#newest.timestampMs - frame.timestampMs < liveMs;
    return this.#hasVideoTrack && isUpToDate && this.#newest.afterMs >= rareMs;
  }

  /** Fills `into` from sample `fromSample` of the timeline on; returns how many sample frames are there before the first missing one. */
  readSound(fromSample: number, into: Float32Array): number {
    return this.#sound.ring.read(fromSample, into);
  }

  /** Resolves when no child is left. */
  async close(): Promise<void> {
    this.#disposables.dispose();
    this.#normaliser = null;
    await Promise.all([this.#pictures.close(), this.#sound.close()]);
  }

  #keyframeBegins(config: VideoConfig): void {
    if (config.codec === this.#codec) return;
    this.#codec = config.codec;
    this.#assembler.reset(config.codec);
  }

  #receive(kind: MediaKind, packet: Buffer): void {
    if (kind === 'video') this.#assembler.push(packet, this.#nowMs);
    else if (this.#hasAudioTrack) {
      this.#sound.push(this.#timelineMs('audio', timestampOf(packet)), payloadOf(packet));
    }
  }

  #takeFrame(payloads: readonly Buffer[], timestamp: number): void {
    if (!this.#codec || !this.#hasVideoTrack) return;
    const unit = createVideoUnit(this.#codec, payloads, this.#timelineMs('video', timestamp));
    if (!unit) {
      this.#lose();
      return;
    }
    if (this.#needsKeyframe && !unit.config) return;
    if (!this.#rate.admits(this.#nowMs)) {
      this.#lose();
      return;
    }
    if (unit.config) this.#takeConfig(unit.config);
    const { timestampMs } = unit;
    this.#newest = { timestampMs, afterMs: timestampMs - this.#newest.timestampMs };
    this.#pictures.push(unit);
  }

  #takeConfig({ width, height }: UnitConfig): void {
    this.#needsKeyframe = false;
    this.#isKeyframeWanted = false;
    this.#sourceSize = { width, height };
  }

  /** What comes next cannot be decoded before there is a keyframe. */
  #lose(): void {
    this.#needsKeyframe = true;
    this.#wantKeyframe();
  }

  /** Asked for at once and then each second, until there is one. */
  #wantKeyframe(): void {
    this.#isKeyframeWanted = true;
    if (!this.#hasVideoTrack || this.#nowMs - this.#askedAtMs < askAgainMs) return;
    this.#askedAtMs = this.#nowMs;
    this.#options.onKeyFrameWanted();
  }

  #tick(): void {
    const nowMs = this.#nowMs;
    const wasStalled = nowMs - this.#tickedAtMs > stalledMs;
    this.#tickedAtMs = nowMs;
    if (wasStalled) return;
    this.#contain('video', () => {
      this.#assembler.tick(nowMs);
      this.#pictures.tick();
    });
    this.#contain('audio', () => this.#sound.tick());
    if (this.#isKeyframeWanted || this.#normaliser?.waitsForKeyframe) this.#wantKeyframe();
  }

  /** What goes wrong with one person's media begins anew, and goes no further: everybody else's is in the same process. */
  #contain(kind: MediaKind, run: () => void): void {
    try {
      run();
    } catch (err) {
      this.#log.error({ err, kind }, 'a track that cannot be handled begins anew');
      if (kind === 'audio') {
        this.#sound.reset();
        return;
      }
      this.#pictures.reset();
      this.#lose();
    }
  }

  /** RTP timestamps go round in hours: the one nearest to now is meant. */
  #timelineMs(kind: MediaKind, timestamp: number): number {
    const now = Math.round(this.#nowMs * clockRates[kind]);
    return (now + timestampDistance(timestamp, now % 2 ** 32)) / clockRates[kind];
  }

  get #nowMs(): number {
    return this.#options.clock.nowMs() - this.#options.originMs;
  }
}
