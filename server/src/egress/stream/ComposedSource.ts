import { assertNever } from '../../core/assertNever.ts';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { ShowFeed } from '../../rooms/ports/ShowFeed.ts';
import { type CompositorEnd, CompositorProcess } from '../compositor/CompositorProcess.ts';
import type { CompositorReport, CompositorStats } from '../compositor/protocol.ts';
import type { MediaTag } from '../MediaTag.ts';
import { LayoutQueue } from './LayoutQueue.ts';
import type { StreamItem } from './StreamItem.ts';
import { sceneOf } from './sceneOf.ts';
import { TagInterleaver } from './TagInterleaver.ts';
import { TapFollower } from './TapFollower.ts';

const frameRate = 25;

export interface ComposedSourceOptions {
  feed: ShowFeed;
  /** The stream timeline's 0, on `clock`. */
  originMs: number;
  ffmpegPath: string;
  compositorModule?: string | undefined;
  clock: Clock;
  log: Logger;
  onItem: (item: StreamItem) => void;
  /** It can be told to begin. Once. */
  onReady: () => void;
  /** Exactly once, whether or not it was asked for. */
  onEnded: (end: CompositorEnd) => void;
}

/**
 * Everybody on air in one picture and one sound, made by a compositor of its own. Owns that process and one tap a person; keeps both in
 * line with the room.
 */
export class ComposedSource {
  readonly kind = 'composed';
  readonly #options: ComposedSourceOptions;
  readonly #process: CompositorProcess;
  readonly #interleaver: TagInterleaver;
  readonly #layouts = new LayoutQueue();
  readonly #followers = new Map<string, TapFollower>();
  readonly #disposables = new Disposables();
  #sceneSent = '';
  #stats: CompositorStats | null = null;
  #peopleCount = 0;

  constructor(options: ComposedSourceOptions) {
    this.#options = options;
    const { clock, log, originMs, ffmpegPath } = options;
    this.#interleaver = new TagInterleaver(clock, (tag) => this.#give(tag));
    // The child reads the machine's clock, from which ours may have parted since this server's start.
    const setup = { ffmpegPath, originMs: Date.now() - (clock.nowMs() - originMs), frameRate };
    this.#process = new CompositorProcess({
      setup,
      clock,
      log,
      modulePath: options.compositorModule,
      onReport: (report) => this.#take(report),
      onEnded: (end) => this.#end(end),
    });
    this.follow();
  }

  /** The compositor's own ffmpeg children: decoders, and the encoder once it gives output. */
  get childCount(): number {
    return this.#stats === null ? 0 : this.#stats.decoders + (this.#process.state.name === 'running' ? 1 : 0);
  }

  /** The compositor's newest figures; `null` before the first. */
  get stats(): CompositorStats | null {
    return this.#stats;
  }

  get peopleCount(): number {
    return this.#peopleCount;
  }

  get isReady(): boolean {
    return this.#process.state.name === 'ready';
  }

  /** The room's people, their tracks or its composition have changed. */
  follow(): void {
    if (this.#disposables.isDisposed) return;
    const scene = sceneOf(this.#options.feed);
    const sceneText = JSON.stringify(scene);
    if (sceneText !== this.#sceneSent) {
      this.#sceneSent = sceneText;
      this.#peopleCount = scene.people.length;
      this.#process.send({ type: 'setScene', scene });
    }
    const present = new Set(scene.people.map(({ personId }) => personId));
    for (const [personId, follower] of this.#followers) {
      if (present.has(personId)) follower.follow();
      else this.#dropFollower(personId);
    }
  }

  /** There will be tags from `atMs` on. */
  begin(atMs: number): void {
    this.#process.begin(Math.round(atMs));
  }

  /** Nobody could take what it gave: another compositor may do better. */
  replace(why: string): void {
    this.#process.kill(why);
  }

  /** Takes nothing more from the room and gives out what it holds; resolves when no child is left. */
  async close(): Promise<void> {
    this.#release();
    await this.#process.stop();
  }

  /** Gives out everything at once, in order: nothing more is waited for. */
  drain(): void {
    this.#interleaver.drain();
  }

  #release(): void {
    this.#disposables.dispose();
    for (const personId of [...this.#followers.keys()]) this.#dropFollower(personId);
  }

  #end(end: CompositorEnd): void {
    this.#release();
    this.drain();
    this.#interleaver.close();
    this.#options.onEnded(end);
  }

  #take(report: CompositorReport): void {
    switch (report.type) {
      case 'personOpened':
        this.#followPerson(report.personId, report.port);
        break;
      case 'keyFrameWanted':
        this.#followers.get(report.personId)?.requestKeyFrame();
        break;
      case 'ready':
        this.#options.onReady();
        break;
      case 'config':
        this.#configure(report);
        break;
      case 'tag':
        this.#interleaver.push(report.tag);
        break;
      case 'layoutInForce':
        this.#layouts.push(report.layout, report.atMs);
        break;
      case 'stats':
        this.#stats = report.stats;
        break;
      default:
        assertNever(report);
    }
  }

  #configure({ config, timestampMs: atMs }: Extract<CompositorReport, { type: 'config' }>): void {
    this.drain();
    const wallClockMs = Math.round(this.#options.originMs + atMs);
    this.#options.onItem({ kind: 'config', config, atMs, wallClockMs });
  }

  #give(tag: MediaTag): void {
    const layout = tag.kind === 'video' ? this.#layouts.takeFor(tag.timestampMs) : null;
    if (layout) this.#options.onItem({ kind: 'layout', layout, atMs: tag.timestampMs });
    this.#options.onItem(tag);
  }

  #followPerson(personId: string, port: number): void {
    if (this.#disposables.isDisposed) return;
    this.#dropFollower(personId);
    const { feed, clock, log } = this.#options;
    const follower = new TapFollower({
      openTap: (target) => feed.openTap(target),
      wanted: () =>
        feed.people().find((person) => person.personId === personId) ?? { video: null, audio: null },
      port,
      receiver: {
        attach: ({ producerId, kind, codec, ssrc, payloadType, clockRate, codecParameters }) => {
          const track = { producerId, kind, codec, ssrc, payloadType, clockRate, codecParameters };
          this.#process.send({ type: 'attachTrack', personId, track });
        },
        detach: (kind) => this.#process.send({ type: 'detachTrack', personId, kind }),
      },
      clock,
      log: log.child({ personId }),
    });
    this.#followers.set(personId, follower);
    follower.follow();
  }

  #dropFollower(personId: string): void {
    this.#followers.get(personId)?.close();
    this.#followers.delete(personId);
  }
}
