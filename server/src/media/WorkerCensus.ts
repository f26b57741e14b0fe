import type { types } from 'mediasoup';

export interface MediaCounts {
  routers: number;
  /** WebRTC transports. */
  transports: number;
  /** Plain transports: taps and injections. */
  plainTransports: number;
  /** Ends of connections between routers. */
  pipeTransports: number;
  producers: number;
  consumers: number;
  /** Producers forwarded from this worker to another one. */
  pipes: number;
}

export function noCounts(): MediaCounts {
  return {
    routers: 0,
    transports: 0,
    plainTransports: 0,
    pipeTransports: 0,
    producers: 0,
    consumers: 0,
    pipes: 0,
  };
}

export function sumCounts(all: readonly MediaCounts[]): MediaCounts {
  return all.reduce((sum, counts) => {
    return {
      routers: sum.routers + counts.routers,
      transports: sum.transports + counts.transports,
      plainTransports: sum.plainTransports + counts.plainTransports,
      pipeTransports: sum.pipeTransports + counts.pipeTransports,
      producers: sum.producers + counts.producers,
      consumers: sum.consumers + counts.consumers,
      pipes: sum.pipes + counts.pipes,
    };
  }, noCounts());
}

/** Counts what really exists in one worker, from mediasoup's own observers: bookkeeping errors of ours show up here. */
export class WorkerCensus {
  readonly counts = noCounts();

  constructor(worker: types.Worker) {
    worker.observer.on('newrouter', (router) => this.#watchRouter(router));
  }

  #watchRouter(router: types.Router): void {
    this.#count('routers', router.observer);
    router.observer.on('newtransport', (transport) => this.#watchTransport(transport));
  }

  #watchTransport(transport: types.Transport): void {
    const isPipe = transport.type === 'pipe';
    this.#count(transportCount(transport.type), transport.observer);
    transport.observer.on('newconsumer', ({ observer }) =>
      this.#count(isPipe ? 'pipes' : 'consumers', observer),
    );
    if (isPipe) return;
    transport.observer.on('newproducer', ({ observer }) => this.#count('producers', observer));
  }

  #count(what: keyof MediaCounts, observer: { once(event: 'close', listener: () => void): unknown }): void {
    this.counts[what] += 1;
    observer.once('close', () => {
      this.counts[what] -= 1;
    });
  }
}

function transportCount(type: types.TransportType): 'transports' | 'plainTransports' | 'pipeTransports' {
  if (type === 'pipe') return 'pipeTransports';
  return type === 'plain' ? 'plainTransports' : 'transports';
}
