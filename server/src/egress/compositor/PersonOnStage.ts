import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { CompositorPerson, TileSize, VideoFrame } from './CompositorPerson.ts';
import type { ScenePerson } from './protocol.ts';
import { SoundLane } from './sound/SoundLane.ts';

const firstRetryMs = 500;
const longestRetryMs = 8000;

export interface PersonOnStageOptions {
  scenePerson: ScenePerson;
  open: () => Promise<CompositorPerson>;
  onOpened: (port: number) => void;
  clock: Clock;
  log: Logger;
}

/**
 * One person of the scene from when they come to when the last of their sound has faded. Commands may come before their media is open,
 * and are worked off in order then; what cannot be opened is tried again and again.
 */
export class PersonOnStage {
  readonly lane: SoundLane;
  readonly #options: PersonOnStageOptions;
  readonly #log: Logger;
  #scenePerson: ScenePerson;
  #media: CompositorPerson | null = null;
  #hasOpened = false;
  #isClosed = false;
  #hasLeft = false;
  #commands: ((media: CompositorPerson) => void)[] = [];

  #cancelRetry: () => void = () => {};

  constructor(options: PersonOnStageOptions) {
    const { scenePerson, log } = options;
    this.#options = options;
    this.#scenePerson = scenePerson;
    this.#log = log.child({ personId: scenePerson.personId });
    this.lane = new SoundLane({
      readSound: (fromSample, into) => this.#media?.readSound(fromSample, into) ?? 0,
    });
    this.lane.setHeard(scenePerson.isHeard);
    this.#open(firstRetryMs);
  }

  get scenePerson(): ScenePerson {
    return this.#scenePerson;
  }

  /** Also when that failed: there is nothing to wait for. */
  get hasOpened(): boolean {
    return this.#hasOpened;
  }

  get sourceSize(): { width: number; height: number } | null {
    return this.#media?.sourceSize ?? null;
  }

  get stats(): { decoders: number; restarts: number } {
    return this.#media?.stats ?? { decoders: 0, restarts: 0 };
  }

  update(scenePerson: ScenePerson): void {
    this.#scenePerson = scenePerson;
    this.#hasLeft = false;
    this.lane.setHeard(scenePerson.isHeard);
  }

  /** Carries out a command now, or as soon as the media is open. */
  command(run: (media: CompositorPerson) => void): void {
    if (this.#isClosed) return;
    if (this.#media) run(this.#media);
    else this.#commands.push(run);
  }

  setTile(tile: TileSize | null): void {
    this.command((media) => media.setTile(tile));
  }

  /** Their picture of that time; `null`: nothing that could be shown. */
  liveFrameAt(atMs: number): VideoFrame | null {
    if (!this.#scenePerson.hasPicture || !this.#media?.hasLivePicture(atMs)) return null;
    return this.#media.frameAt(atMs);
  }

  /** They are seen no more; their sound fades. */
  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.lane.setHeard(false);
    this.setTile(null);
  }

  get isGone(): boolean {
    return this.#hasLeft && this.lane.isSilent;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#commands = [];
    this.#cancelRetry();
    const media = this.#media;
    this.#media = null;
    await media?.close();
  }

  #open(retryMs: number): void {
    const { open, clock } = this.#options;
    open().then(
      (media) => this.#takeMedia(media),
      (err: unknown) => {
        this.#hasOpened = true;
        if (this.#isClosed) return;
        this.#log.error({ err, retryMs }, 'a person cannot be decoded');
        const nextMs = Math.min(2 * retryMs, longestRetryMs);
        this.#cancelRetry = clock.after(retryMs, () => this.#open(nextMs));
      },
    );
  }

  #takeMedia(media: CompositorPerson): void {
    this.#hasOpened = true;
    if (this.#isClosed) {
      Promise.resolve(media.close()).catch((err: unknown) => this.#log.warn({ err }, 'closing failed'));
      return;
    }
    this.#media = media;
    this.#options.onOpened(media.port);
    for (const run of this.#commands) run(media);
    this.#commands = [];
  }
}
