import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import type { AudioLevels } from './AudioLevels.ts';
import type { MediaWorker } from './MediaWorker.ts';
import type { RoomProducer } from './openConsumer.ts';
import { RoomRouter } from './RoomRouter.ts';
import type { WorkerPool } from './WorkerPool.ts';

/** One transport's claim on a router and its worker. */
export interface RouterUse {
  router: RoomRouter;
  /** Idempotent. */
  end: () => void;
}

/** A producer of another room, as long as it is to be had here. */
interface Borrowed extends RoomProducer {
  end: () => void;
}

/**
 * Owns one room's routers: a home router where everything is published, and one on each further worker that carries viewers.
 * Routers come with their first user and go with their last. A worker's death takes its router out; the next use finds another.
 */
export class RoomRouters {
  readonly #pool: WorkerPool<MediaWorker>;
  readonly #audioLevels: AudioLevels;
  readonly #byWorker = new Map<MediaWorker, Promise<RoomRouter>>();
  readonly #open = new Set<RoomRouter>();
  readonly #producers = new Map<string, RoomProducer>();
  readonly #borrowed = new Map<string, Borrowed>();
  #home: Promise<RoomRouter> | null = null;
  #openings = 0;
  #isClosed = false;

  constructor(pool: WorkerPool<MediaWorker>, audioLevels: AudioLevels) {
    this.#pool = pool;
    this.#audioLevels = audioLevels;
  }

  /** The router where producers live. */
  useHome(): Promise<RouterUse> {
    return this.#use(() => this.#openHome());
  }

  /** A router on the worker with the most room. */
  async useLeastLoaded(): Promise<RouterUse> {
    this.#assertOpen();
    const { worker, release } = await this.#pool.acquire();
    try {
      return await this.#use(() => this.#routerOn(worker));
    } finally {
      release();
    }
  }

  /** Makes a producer known to the room until it closes, and listens to it. */
  addProducer(producer: types.Producer, router: RoomRouter): void {
    this.#producers.set(producer.id, { producer, router });
    producer.observer.once('close', () => this.#producers.delete(producer.id));
    void this.#audioLevels.add(producer, router.router);
  }

  /** A producer of this room or one that is lent to it. @throws AppError `not_found` */
  producer(producerId: string): RoomProducer {
    const found = this.#producers.get(producerId) ?? this.#borrowed.get(producerId);
    if (!found) throw new AppError('not_found', { detail: 'no such producer in this room' });
    return found;
  }

  /**
   * Makes a producer of another room's own known here until it closes or the returned function is called; then all its consumers here
   * close. Never what that room itself has from elsewhere: chains would form.
   * @throws AppError `not_found`, `invalid_state` when it is known here already
   */
  borrow(owner: RoomRouters, producerId: string): () => void {
    this.#assertOpen();
    const source = owner.#producers.get(producerId);
    if (!source) throw new AppError('not_found', { detail: 'no such producer in that room' });
    if (owner === this || this.#borrowed.has(producerId)) throw new AppError('invalid_state');
    const end = () => this.#endBorrowing(borrowed);
    const borrowed: Borrowed = { ...source, end };
    this.#borrowed.set(producerId, borrowed);
    source.producer.observer.once('close', end);
    return end;
  }

  releaseUnused(): void {
    if (this.#openings > 0) return;
    for (const router of [...this.#open]) {
      if (!router.isUsed) this.#closeRouter(router);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#audioLevels.close();
    for (const router of [...this.#open]) this.#closeRouter(router);
    for (const { end } of [...this.#borrowed.values()]) end();
  }

  #endBorrowing(borrowed: Borrowed): void {
    const { producer, end } = borrowed;
    if (this.#borrowed.get(producer.id) !== borrowed) return;
    this.#borrowed.delete(producer.id);
    producer.observer.off('close', end);
    for (const router of this.#open) router.cutPipe(producer.id);
  }

  async #use(open: () => Promise<RoomRouter>): Promise<RouterUse> {
    this.#assertOpen();
    // Until this use is counted nothing may be released.
    this.#openings += 1;
    try {
      const router = await open();
      this.#assertOpen();
      return this.#startUse(router);
    } finally {
      this.#openings -= 1;
      this.releaseUnused();
    }
  }

  #startUse(router: RoomRouter): RouterUse {
    const releaseWorker = router.worker.lease();
    const removeUser = router.addUser();
    let isEnded = false;
    const end = () => {
      if (isEnded) return;
      isEnded = true;
      releaseWorker();
      removeUser();
      this.releaseUnused();
    };
    return { router, end };
  }

  async #openHome(): Promise<RoomRouter> {
    this.#home ??= this.#chooseHome();
    const router = await this.#home;
    if (!router.isClosed) return router;
    // Asked for in the very moment of its worker's death.
    this.#home ??= this.#chooseHome();
    return this.#home;
  }

  #chooseHome(): Promise<RoomRouter> {
    const choosing = this.#openLeastLoaded();
    const forget = () => {
      if (this.#home === choosing) this.#home = null;
    };
    choosing.then((router) => {
      router.router.observer.once('close', forget);
      if (router.isClosed) forget();
    }, forget);
    return choosing;
  }

  async #openLeastLoaded(): Promise<RoomRouter> {
    const { worker, release } = await this.#pool.acquire();
    try {
      return await this.#routerOn(worker);
    } finally {
      release();
    }
  }

  #routerOn(worker: MediaWorker): Promise<RoomRouter> {
    const opening = this.#byWorker.get(worker) ?? this.#openRouter(worker);
    this.#byWorker.set(worker, opening);
    return opening;
  }

  async #openRouter(worker: MediaWorker): Promise<RoomRouter> {
    try {
      const router = await RoomRouter.create(worker);
      this.#open.add(router);
      router.onWorkerDied(() => this.#forget(router));
      if (this.#isClosed) {
        this.#closeRouter(router);
        this.#assertOpen();
      }
      return router;
    } catch (error) {
      this.#byWorker.delete(worker);
      throw error;
    }
  }

  #closeRouter(router: RoomRouter): void {
    this.#forget(router);
    router.close();
  }

  #forget(router: RoomRouter): void {
    this.#open.delete(router);
    this.#byWorker.delete(router.worker);
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new AppError('invalid_state', { detail: 'the room is closed' });
  }
}
