import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import { withMediaErrors } from './mediaErrors.ts';
import { loopbackPorts } from './mediaTiming.ts';

interface PipePair {
  local: types.PipeTransport;
  remote: types.PipeTransport;
}

/**
 * Owns the connection over which producers of one router reach another. It comes with its first producer and goes with its last:
 * mediasoup's own `pipeToRouter` keeps it as long as both routers live, and the two rooms of a PK outlive it. The routers may be on
 * the same worker.
 */
export class RouterLink {
  readonly #from: types.Router;
  readonly #to: types.Router;
  #pair: Promise<PipePair> | null = null;
  #users = 0;

  constructor(from: types.Router, to: types.Router) {
    this.#from = from;
    this.#to = to;
  }

  /**
   * The producer's twin on the target router. It closes, pauses and resumes with it. Its id is its own: one worker, which may have both
   * routers, takes each id once.
   * @throws AppError `not_found` when the producer has gone, `media_unavailable`
   */
  async pipe(producer: types.Producer): Promise<types.Producer> {
    this.#users += 1;
    try {
      const twin = await withMediaErrors(async () => this.#pipeOver(await this.#openPair(), producer));
      twin.observer.once('close', () => this.#leave());
      if (twin.closed) throw new AppError('not_found', { detail: 'the producer closed meanwhile' });
      return twin;
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  #openPair(): Promise<PipePair> {
    if (this.#pair) return this.#pair;
    const opening = connectedPair(this.#from, this.#to);
    this.#pair = opening;
    const forget = () => {
      if (this.#pair === opening) this.#pair = null;
    };
    opening.then(({ local, remote }) => {
      remote.observer.once('close', forget);
      local.observer.once('close', forget);
      if (local.closed || remote.closed) forget();
    }, forget);
    return opening;
  }

  async #pipeOver({ local, remote }: PipePair, producer: types.Producer): Promise<types.Producer> {
    const consumer = await local.consume({ producerId: producer.id });
    try {
      const { kind, rtpParameters, producerPaused: paused } = consumer;
      const twin = await remote.produce({ kind, rtpParameters, paused });
      await keepAlike(consumer, twin, producer);
      return twin;
    } catch (error) {
      consumer.close();
      throw error;
    }
  }

  #leave(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    const pair = this.#pair;
    this.#pair = null;
    pair?.then(closePair, () => undefined);
  }
}

/** What happens to the producer happens to its twin, and the end of either end of the pipe is the end of both. */
async function keepAlike(
  consumer: types.Consumer,
  twin: types.Producer,
  producer: types.Producer,
): Promise<void> {
  // A failed request means that the twin is closing anyway.
  const follow = (isPaused: boolean) => void (isPaused ? twin.pause() : twin.resume()).catch(() => undefined);
  consumer.observer.once('close', () => twin.close());
  twin.observer.once('close', () => consumer.close());
  consumer.observer.on('pause', () => follow(true));
  consumer.observer.on('resume', () => follow(false));
  if (producer.closed || consumer.closed) {
    twin.close();
    throw new AppError('not_found', { detail: 'the producer closed meanwhile' });
  }
  // As the pipe has heard it: the producer itself may be ahead, and then the pipe hears of it yet.
  const isPaused = consumer.producerPaused;
  if (twin.paused !== isPaused) await (isPaused ? twin.pause() : twin.resume());
}

async function connectedPair(from: types.Router, to: types.Router): Promise<PipePair> {
  const [local, remote] = await bothOrNone([openPipe(from), openPipe(to)]);
  const pair = { local, remote };
  local.observer.once('close', () => remote.close());
  remote.observer.once('close', () => local.close());
  try {
    await Promise.all([connect(local, remote), connect(remote, local)]);
    return pair;
  } catch (error) {
    closePair(pair);
    throw error;
  }
}

function openPipe(router: types.Router): Promise<types.PipeTransport> {
  return router.createPipeTransport({
    // Nothing is lost or reordered on loopback.
    enableRtx: false,
    enableSctp: false,
    listenInfo: { protocol: 'udp', ip: '127.0.0.1', portRange: loopbackPorts },
  });
}

async function bothOrNone<T extends { close(): void }>(opening: [Promise<T>, Promise<T>]): Promise<[T, T]> {
  const [one, other] = await Promise.allSettled(opening);
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return [one.value, other.value];
  for (const result of [one, other]) if (result.status === 'fulfilled') result.value.close();
  throw one.status === 'rejected' ? one.reason : (other as PromiseRejectedResult).reason;
}

function connect(transport: types.PipeTransport, to: types.PipeTransport): Promise<void> {
  return transport.connect({ ip: to.tuple.localAddress, port: to.tuple.localPort });
}

function closePair({ local, remote }: PipePair): void {
  local.close();
  remote.close();
}
