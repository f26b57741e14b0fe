import type { IngestView } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import { RateLimiter } from '../../core/RateLimiter.ts';
import type { Room } from '../../rooms/Room.ts';
import { OnAirSource, type SourceTrack } from '../OnAirSource.ts';
import type { AirPlace, FedProcess, SourceTargets, StartFedSource } from '../ports.ts';
import { FlvFeed } from './FlvFeed.ts';
import { IngestReport } from './IngestReport.ts';
import type { RtmpMedia } from './RtmpSession.ts';
import { rtmpArgs, type StreamShape, tracksOf } from './rtmpArgs.ts';
import { isPlayable, readMediaPart } from './rtmpMedia.ts';

export interface RtmpPublicationOptions {
  room: Room;
  place: AirPlace;
  /** False while the place takes sound alone. */
  allowsVideo: () => boolean;
  /** It waits for the next show when one is over: an encoder that is cut off would begin a new one by itself, a moment later. */
  outlivesShow: boolean;
  /** Hears what comes in, once a second; `null`: nothing any more. */
  onMeasured: (ingest: IngestView | null) => void;
  ingestId: string;
  startSource: StartFedSource;
  clock: Clock;
  log: Logger;
  /** Once, with a sentence for the publisher. Not after `close`. */
  onFailed: (reason: string) => void;
  /** Once, when the room has ended it: a guest was sent away, or is no more. */
  onEnded: (reason: string) => void;
}

/** So long after the first media a stream that has only sound, or only a picture, is taken for one. */
const otherTrackWaitMs = 1500;
/** A viewer who comes after a keyframe waits for the next: longer than this is too long, and the picture is encoded anew. */
const longestGopMs = 5000;
/**
 * From the announcement of the tracks until whoever waits for them has subscribed and the egress has opened its tap. Nobody can ask an
 * encoder for a keyframe: who comes after the first one waits for the next, and that may take seconds.
 */
const subscribersNeedMs = 350;
/** Everybody hears of each new beginning: an encoder that changes its mind all the time is no publisher. */
const beginningRate = { perSecond: 0.2, burst: 10 };
/** 12 Mbit/s, ten seconds of it at once: what is copied goes to every subscriber as it comes. */
const byteRate = { perSecond: 1_500_000, burst: 15_000_000 };

/**
 * One publisher's stream on air in a room: finds out what it holds, puts it on air, and begins anew when that changes. H.264 without
 * B-frames and with frequent keyframes is copied. Whoever pushes begins a show, but not again when it was ended: that takes the studio, or
 * another push.
 */
export class RtmpPublication {
  readonly #options: RtmpPublicationOptions;
  readonly #feed = new FlvFeed();
  readonly #report: IngestReport;
  readonly #disposables = new Disposables();
  readonly #beginnings: RateLimiter;
  readonly #bytes: RateLimiter;
  /** As it goes on air. */
  #shape: StreamShape = { hasVideo: false, hasAudio: false, encodesVideo: false };
  /** What the process that is being started was told. */
  #startedShape = this.#shape;
  #configs: Partial<Record<'video' | 'audio', Buffer>> = {};
  /** Null inside: it could not be put on air. */
  #source: Promise<OnAirSource | null> | null = null;
  /** Of the process that is not fed yet. */
  #cancelFeeding: () => void = () => undefined;
  /** Resolves when what was on air in earlier shows is gone. */
  #leaving: Promise<void> = Promise.resolve();
  #lastKeyframeMs: number | null = null;
  #needsEncoding = false;
  #hasMedia = false;
  #isWaitOver = false;
  /** The show is over, and the next has not begun. */
  #isHeld = false;
  #isClosed = false;

  constructor(options: RtmpPublicationOptions) {
    this.#options = options;
    this.#beginnings = new RateLimiter(options.clock, beginningRate);
    this.#bytes = new RateLimiter(options.clock, byteRate);
    let wasLive = options.room.isLive;
    const follow = () => {
      const { isLive } = options.room;
      if (wasLive && !isLive) this.#showEnded();
      else if (!wasLive && isLive) this.#showBegan();
      wasLive = isLive;
    };
    this.#disposables.add(options.room.onOnAirChanged(follow));
    this.#disposables.add(options.room.onClosed((reason) => options.onEnded(reason)));
    this.#report = new IngestReport(options);
    this.#disposables.add(() => this.#report.close());
  }

  /** False when it is not to be on air, whatever is under way. */
  get isWanted(): boolean {
    return !this.#isHeld && !this.#isClosed;
  }

  push(media: RtmpMedia): void {
    if (this.#isClosed) return;
    if (this.#bytes.takeUpTo(media.body.length) < media.body.length) {
      this.#fail('too_many_requests: more than 12 Mbit/s');
      return;
    }
    this.#noteFirst();
    const part = readMediaPart(media);
    this.#report.note(media, part);
    switch (part.kind) {
      case 'unsupported':
        this.#fail(`unsupported_codec: ${part.codec}; send H.264 and AAC`);
        break;
      case 'videoConfig':
        this.#needsEncoding ||= !isPlayable(part.config);
        this.#takeConfig(media.kind, part.config);
        break;
      case 'audioConfig':
        this.#takeConfig(media.kind, part.config);
        break;
      case 'video':
        this.#takeVideo(media, part);
        break;
      case 'audio':
        this.#take(media, false);
        break;
      default:
    }
  }

  /** Off the air; resolves when its process has gone. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#disposables.dispose();
    await Promise.all([this.#leaving, this.#leaveAir()]);
  }

  #showEnded(): void {
    if (this.#isClosed) return;
    if (!this.#options.outlivesShow) {
      this.#options.onEnded('show_ended');
      return;
    }
    this.#isHeld = true;
    this.#report.noteFate({ isHeld: true });
    this.#options.log.info('RTMP publisher waits for the next show');
    this.#leaving = this.#leaveAir();
  }

  /** A picture is on air from its next keyframe on. */
  #showBegan(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#report.noteFate({ isHeld: false });
    if (this.#configs.audio && !this.#configs.video) this.#begin('another show');
  }

  async #leaveAir(): Promise<void> {
    this.#cancelFeeding();
    const source = this.#source;
    this.#source = null;
    await (await source)?.close();
  }

  #noteFirst(): void {
    if (this.#hasMedia) return;
    this.#hasMedia = true;
    const overdue = () => {
      this.#isWaitOver = true;
      if (!this.#configs.video && this.#configs.audio) this.#begin('only sound came');
    };
    this.#disposables.add(this.#options.clock.after(otherTrackWaitMs, overdue));
  }

  #takeConfig(kind: 'video' | 'audio', config: Buffer): void {
    const before = this.#configs[kind];
    if (before?.equals(config)) return;
    this.#configs[kind] = config;
    this.#feed.setConfig(kind, config);
    if (this.#source) this.#begin(before ? `${kind} changed` : `${kind} came`);
  }

  #takeVideo(
    media: RtmpMedia,
    { isKeyframe, hasReordering }: { isKeyframe: boolean; hasReordering: boolean },
  ): void {
    if (!this.#configs.video) return;
    this.#needsEncoding ||= hasReordering;
    this.#needsEncoding ||=
      this.#lastKeyframeMs !== null && media.timestampMs - this.#lastKeyframeMs > longestGopMs;
    if (isKeyframe) {
      this.#lastKeyframeMs = media.timestampMs;
      // With this keyframe the next process can begin at once; also when it is the first of another show.
      if (!this.#source && (this.#configs.audio || this.#isWaitOver)) this.#begin('first keyframe');
      else if (this.#source && this.#needsEncoding && !this.#shape.encodesVideo)
        this.#begin('the picture has to be encoded anew');
    }
    this.#take(media, isKeyframe);
  }

  #take(media: RtmpMedia, isKeyframe: boolean): void {
    if (!this.#isHeld && !this.#feed.push(media, isKeyframe)) this.#begin('the process does not keep up');
  }

  #begin(reason: string): void {
    if (this.#isHeld) return;
    if (!this.#beginnings.take()) {
      this.#fail('too_many_requests: the stream changes too often');
      return;
    }
    this.#reshape();
    if (this.#source) void this.#source.then((source) => source?.begin(reason));
    else this.#source = this.#start();
  }

  async #start(): Promise<OnAirSource | null> {
    const { place, ingestId, onEnded, clock, log } = this.#options;
    try {
      return await OnAirSource.start({
        place,
        ingestId,
        tracks: () => this.#tracks(),
        startSource: (targets) => this.#startProcess(targets),
        onTakenOff: (reason) => this.#isClosed || onEnded(reason),
        clock,
        log,
      });
    } catch (error) {
      const { code } = AppError.from(error);
      if (code === 'internal') log.error({ err: error }, 'RTMP publisher could not be put on air');
      if (!this.#isHeld) this.#fail(code);
      return null;
    }
  }

  /** Asked at every start: whether the place takes a picture may have changed. */
  #tracks(): SourceTrack[] {
    if (this.#shape.hasVideo !== this.#showsVideo) this.#reshape();
    this.#startedShape = this.#shape;
    return tracksOf(this.#shape);
  }

  get #showsVideo(): boolean {
    return this.#configs.video !== undefined && this.#options.allowsVideo();
  }

  #reshape(): void {
    const hasAudio = this.#configs.audio !== undefined;
    this.#shape = { hasVideo: this.#showsVideo, hasAudio, encodesVideo: this.#needsEncoding };
    this.#report.noteFate({ isReencoded: this.#needsEncoding });
    this.#cancelFeeding();
    this.#feed.reset(this.#shape);
  }

  #startProcess(targets: SourceTargets): FedProcess {
    const process = this.#options.startSource(rtmpArgs(this.#startedShape, targets));
    this.#cancelFeeding();
    this.#cancelFeeding = this.#options.clock.after(subscribersNeedMs, () => this.#feed.attach(process));
    void process.ended.then(() => this.#feed.detach(process));
    return process;
  }

  #fail(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#disposables.dispose();
    this.#options.onFailed(reason);
  }
}
