import { type ReadableStore, Store } from '../sdk/core/Store.ts';
import type { RemoteTrack, RemoteUser } from '../sdk/index.ts';

/** What this needs of a hidden `<audio>`. */
export type SoundElement = Pick<
  HTMLMediaElement,
  'srcObject' | 'volume' | 'muted' | 'paused' | 'play' | 'pause'
>;

export interface StageSoundOptions {
  users: ReadableStore<readonly RemoteUser[]>;
  /** False for sound that plays elsewhere; by default everything is played here. */
  isOurs?: (user: RemoteUser) => boolean;
  onBlocked?: () => void;
  createElement?: () => SoundElement;
}

/**
 * Makes heard whoever is on stage, and for an anchor the green room: a hidden `<audio>` of its own for every track, all of them with one
 * volume. Several tracks in one element would be one line less, but then browsers restart everybody's sound when somebody comes.
 */
export class StageSound {
  readonly #options: Required<StageSoundOptions>;
  readonly #elements = new Map<MediaStreamTrack, SoundElement>();
  readonly #isBlocked = new Store(false);
  #volume = 1;
  #isMuted = false;
  #stopFollowing: (() => void) | null = null;

  constructor(options: StageSoundOptions) {
    this.#options = {
      isOurs: () => true,
      onBlocked: () => undefined,
      createElement: () => new Audio(),
      ...options,
    };
  }

  /** The browser refuses sound until the user has touched the page: call `unblock()` from a click. */
  get isBlocked(): ReadableStore<boolean> {
    return this.#isBlocked;
  }

  start(): void {
    this.#stopFollowing ??= this.#options.users.subscribe(() => this.#arrange());
    this.#arrange();
  }

  stop(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = null;
    for (const track of [...this.#elements.keys()]) this.#silence(track);
  }

  /** For everybody; 0 to 1. */
  setVolume(volume: number, isMuted: boolean): void {
    this.#volume = volume;
    this.#isMuted = isMuted;
    for (const element of this.#elements.values()) this.#adjust(element);
  }

  /** From a click or tap. */
  async unblock(): Promise<void> {
    this.#isBlocked.set(false);
    await Promise.all([...this.#elements.values()].map((element) => this.#play(element)));
  }

  #arrange(): void {
    const { users, isOurs } = this.#options;
    const wanted = new Set(users.getSnapshot().filter(isOurs).flatMap(soundsOf));
    for (const track of [...this.#elements.keys()]) if (!wanted.has(track)) this.#silence(track);
    for (const track of wanted) if (!this.#elements.has(track)) this.#voice(track);
  }

  #voice(track: MediaStreamTrack): void {
    const element = this.#options.createElement();
    element.srcObject = new MediaStream([track]);
    this.#adjust(element);
    this.#elements.set(track, element);
    void this.#play(element);
  }

  #silence(track: MediaStreamTrack): void {
    const element = this.#elements.get(track);
    this.#elements.delete(track);
    element?.pause();
    if (element) element.srcObject = null;
  }

  #adjust(element: SoundElement): void {
    element.volume = this.#volume;
    element.muted = this.#isMuted;
  }

  async #play(element: SoundElement): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // Anything else means that it was taken away again meanwhile.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      if (this.#isBlocked.getSnapshot()) return;
      this.#isBlocked.set(true);
      this.#options.onBlocked();
    }
  }
}

function soundsOf({ tracks }: RemoteUser): MediaStreamTrack[] {
  return tracks.filter(({ kind }: RemoteTrack) => kind === 'audio').map(({ track }) => track);
}
