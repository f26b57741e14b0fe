import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import type { MediaWorker } from './MediaWorker.ts';
import { withMediaErrors } from './mediaErrors.ts';
import { RouterLink } from './RouterLink.ts';

/** A producer as a router has it. */
export interface Brought {
  /** What it is called on this router. */
  id: string;
  /** It is not needed any more; to be called once. */
  leave: () => void;
}

interface IncomingPipe {
  opening: Promise<types.Producer>;
  users: number;
  /** Nobody may consume it any more, also who asked for it before. */
  isCut: boolean;
}

/**
 * Owns a room's router on one worker and the producers piped into it. Guarantees one pipe per producer, also under concurrent
 * joins: mediasoup itself fails on the second call. A pipe lives as long as somebody here consumes its producer.
 */
export class RoomRouter {
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly #pipes = new Map<string, IncomingPipe>();
  readonly #links = new WeakMap<types.Router, RouterLink>();
  #users = 0;

  static async create(worker: MediaWorker): Promise<RoomRouter> {
    return new RoomRouter(worker, await withMediaErrors(() => worker.createRouter()));
  }

  private constructor(worker: MediaWorker, router: types.Router) {
    this.worker = worker;
    this.router = router;
  }

  get isClosed(): boolean {
    return this.router.closed;
  }

  get isUsed(): boolean {
    return this.#users > 0;
  }

  /** Counts one user; the returned function, to be called once, ends it. */
  addUser(): () => void {
    this.#users += 1;
    return () => {
      this.#users -= 1;
    };
  }

  onWorkerDied(listener: () => void): void {
    this.router.on('workerclose', listener);
  }

  /**
   * Makes a producer of the router `from` available here and keeps it until it is left.
   * @throws AppError `not_found` when the producer has gone, `media_unavailable`
   */
  async bringIn(producer: types.Producer, from: RoomRouter): Promise<Brought> {
    if (from === this) return { id: producer.id, leave: () => undefined };
    const pipe = this.#pipes.get(producer.id) ?? this.#openPipe(producer, from);
    pipe.users += 1;
    try {
      const { id } = await pipe.opening;
      if (pipe.isCut) throw new AppError('not_found', { detail: 'no longer to be had here' });
      return { id, leave: () => this.#leavePipe(producer.id, pipe) };
    } catch (error) {
      this.#leavePipe(producer.id, pipe);
      throw error;
    }
  }

  /** Closes the pipe by which a producer comes in, and all its consumers here. */
  cutPipe(producerId: string): void {
    const pipe = this.#pipes.get(producerId);
    if (!pipe) return;
    pipe.isCut = true;
    this.#closePipe(producerId, pipe);
  }

  close(): void {
    this.router.close();
  }

  #openPipe(producer: types.Producer, from: RoomRouter): IncomingPipe {
    const opening = this.#linkFrom(from.router).pipe(producer);
    const opened = { opening, users: 0, isCut: false };
    this.#pipes.set(producer.id, opened);
    const forget = () => {
      if (this.#pipes.get(producer.id) === opened) this.#pipes.delete(producer.id);
    };
    opening.then((twin) => {
      if (twin.closed) forget();
      else twin.observer.once('close', forget);
    }, forget);
    return opened;
  }

  #linkFrom(router: types.Router): RouterLink {
    const link = this.#links.get(router) ?? new RouterLink(router, this.router);
    this.#links.set(router, link);
    return link;
  }

  #leavePipe(producerId: string, pipe: IncomingPipe): void {
    pipe.users -= 1;
    if (pipe.users === 0) this.#closePipe(producerId, pipe);
  }

  #closePipe(producerId: string, pipe: IncomingPipe): void {
    // Out of the map first: whoever comes now opens a new pipe instead of entering a closing one.
    if (this.#pipes.get(producerId) === pipe) this.#pipes.delete(producerId);
    pipe.opening.then(
      (twin) => twin.close(),
      () => undefined,
    );
  }
}
