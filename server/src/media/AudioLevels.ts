import type { types } from 'mediasoup';
import type { Logger } from '../core/logger.ts';
import type { HeardProducer, RoomMediaEvents } from '../rooms/ports/MediaEngine.ts';
import { audioLevels } from './mediaTiming.ts';

interface Watch {
  readonly router: types.Router;
  readonly opening: Promise<types.AudioLevelObserver>;
}

/**
 * Owns who is heard among a room's audio producers: one observer on the router where they live, which goes with that router. Keeps no
 * router alive. Guarantees that whoever was told that somebody is heard is told when nobody is.
 */
export class AudioLevels {
  readonly #tell: RoomMediaEvents['audioLevels'];
  readonly #log: Logger;
  #watch: Watch | null = null;
  #isSilent = true;
  #isClosed = false;

  constructor(tell: RoomMediaEvents['audioLevels'], log: Logger) {
    this.#tell = tell;
    this.#log = log;
  }

  /** Never rejects: a show without level meters is still a show. */
  async add(producer: types.Producer, router: types.Router): Promise<void> {
    if (producer.kind !== 'audio') return;
    try {
      const observer = await this.#observerOn(router);
      if (!producer.closed && !observer.closed) await observer.addProducer({ producerId: producer.id });
    } catch (error) {
      // A producer or a router that has just gone needs no levels.
      if (producer.closed || router.closed) return;
      this.#log.warn({ err: error, producerId: producer.id }, 'audio levels are not measured');
    }
  }

  close(): void {
    this.#isClosed = true;
  }

  #observerOn(router: types.Router): Promise<types.AudioLevelObserver> {
    if (this.#watch?.router === router) return this.#watch.opening;
    const watch = { router, opening: this.#open(router) };
    this.#watch = watch;
    watch.opening.catch(() => {
      if (this.#watch === watch) this.#watch = null;
    });
    return watch.opening;
  }

  async #open(router: types.Router): Promise<types.AudioLevelObserver> {
    const observer = await router.createAudioLevelObserver(audioLevels);
    observer.on('volumes', (volumes) =>
      this.#heard(
        volumes.map(({ producer, volume }) => {
          return { producerId: producer.id, volumeDbov: volume };
        }),
      ),
    );
    observer.on('silence', () => this.#silent(router));
    observer.observer.once('close', () => this.#ended(router));
    if (observer.closed) this.#ended(router);
    return observer;
  }

  #heard(levels: readonly HeardProducer[]): void {
    if (this.#isClosed) return;
    this.#isSilent = false;
    this.#tell(levels);
  }

  #ended(router: types.Router): void {
    this.#silent(router);
    if (this.#watch?.router === router) this.#watch = null;
  }

  // What an earlier router has to say does not matter any more.
  #silent(router: types.Router): void {
    if (this.#isClosed || this.#isSilent || this.#watch?.router !== router) return;
    this.#isSilent = true;
    this.#tell([]);
  }
}
