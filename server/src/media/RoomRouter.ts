import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import type { MediaWorker } from './MediaWorker.ts';
import { withMediaErrors } from './mediaErrors.ts';
import { loopbackPorts } from './mediaTiming.ts';

interface IncomingPipe {
  opening: Promise<types.Producer>;
  users: number;
}

/**
 * Owns a room's router on one worker and the producers piped into it. Guarantees one pipe per producer, also under concurrent
 * joins: mediasoup itself fails on the second call. A pipe lives as long as somebody here consumes its producer.
 */
export class RoomRouter {
  readonly worker: MediaWorker;
  readonly router: types.Router;
  readonly #pipes = new Map<string, IncomingPipe>();
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
   * Makes a producer of the router `from` available here and keeps it until the returned function is called.
   * @throws AppError `not_found` when the producer has gone, `media_unavailable`
   */
  async bringIn(producerId: string, from: RoomRouter): Promise<() => void> {
    if (from === this) return () => undefined;
    const pipe = this.#pipes.get(producerId) ?? this.#openPipe(producerId, from);
    pipe.users += 1;
    try {
      await pipe.opening;
    } catch (error) {
      this.#leavePipe(producerId, pipe);
      throw error;
    }
    return () => this.#leavePipe(producerId, pipe);
  }

  close(): void {
    this.router.close();
  }

  #openPipe(producerId: string, from: RoomRouter): IncomingPipe {
    const opening = withMediaErrors(() => pipe(from.router, this.router, producerId));
    const opened = { opening, users: 0 };
    this.#pipes.set(producerId, opened);
    const forget = () => {
      if (this.#pipes.get(producerId) === opened) this.#pipes.delete(producerId);
    };
    opening.then((producer) => {
      if (producer.closed) forget();
      else producer.observer.once('close', forget);
    }, forget);
    return opened;
  }

  #leavePipe(producerId: string, pipe: IncomingPipe): void {
    pipe.users -= 1;
    if (pipe.users > 0) return;
    // Out of the map first: whoever comes now opens a new pipe instead of entering a closing one.
    if (this.#pipes.get(producerId) === pipe) this.#pipes.delete(producerId);
    pipe.opening.then(
      (producer) => producer.close(),
      () => undefined,
    );
  }
}

async function pipe(from: types.Router, to: types.Router, producerId: string): Promise<types.Producer> {
  const { pipeProducer } = await from.pipeToRouter({
    producerId,
    router: to,
    // Nothing is lost or reordered on loopback.
    enableRtx: false,
    enableSctp: false,
    listenInfo: { protocol: 'udp', ip: '127.0.0.1', portRange: loopbackPorts },
  });
  if (!pipeProducer) throw new AppError('internal', { detail: 'a pipe without a producer' });
  return pipeProducer;
}
