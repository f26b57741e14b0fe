import type { Logger } from '../../core/logger.ts';
import type { CompositorPerson, TileSize, VideoFrame } from './CompositorPerson.ts';
import type { ScenePerson } from './protocol.ts';
import { SoundLane } from './sound/SoundLane.ts';

export interface PersonOnStageOptions {
  scenePerson: ScenePerson;
  open: () => Promise<CompositorPerson>;
  onOpened: (port: number) => void;
  log: Logger;
}

/**
 * One person of the scene from when they come to when the last of their sound has faded. Commands may come before their media is open,
 * and are worked off in order then.
 */
export class PersonOnStage {
  readonly lane: SoundLane;
  readonly #log: Logger;
  #scenePerson: ScenePerson;
  #media: CompositorPerson | null = null;
  #hasOpened = false;
  #isClosed = false;
  #hasLeft = false;
  #commands: ((media: CompositorPerson) => void)[] = [];

  constructor({ scenePerson, open, onOpened, log }: PersonOnStageOptions) {
    this.#scenePerson = scenePerson;
    this.#log = log.child({ personId: scenePerson.personId });
    this.lane = new SoundLane({
      readSound: (fromSample, into) => this.#media?.readSound(fromSample, into) ?? 0,
    });
    this.lane.setHeard(scenePerson.isHeard);
    open().then(
      (media) => this.#takeMedia(media, onOpened),
      (err: unknown) => {
        this.#hasOpened = true;
        this.#log.error({ err }, 'a person cannot be decoded');
      },
    );
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
    else if (!this.#hasOpened) this.#commands.push(run);
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
    const media = this.#media;
    this.#media = null;
    await media?.close();
  }

  #takeMedia(media: CompositorPerson, onOpened: (port: number) => void): void {
    this.#hasOpened = true;
    if (this.#isClosed) {
      Promise.resolve(media.close()).catch((err: unknown) => this.#log.warn({ err }, 'closing failed'));
      return;
    }
    this.#media = media;
    onOpened(media.port);
    for (const run of this.#commands) run(media);
    this.#commands = [];
  }
}
