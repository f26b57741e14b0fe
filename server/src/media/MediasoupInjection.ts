import type { MediaKind } from '@lianmai/shared';
import type { types } from 'mediasoup';
import type { InjectionOptions, RtpInjection } from '../rooms/ports/MediaEngine.ts';
import { toClientMediaError, withMediaErrors } from './mediaErrors.ts';
import { keyFrameRequestDelayMs } from './mediaTiming.ts';
import { createPlainTransport, portsOf } from './plainTransport.ts';
import type { RoomContext } from './RoomContext.ts';
import type { RouterUse } from './RoomRouters.ts';
import { producerParameters } from './rtpTranslation.ts';

type TrackOptions = InjectionOptions['tracks'][number];

interface InjectedTrack {
  kind: MediaKind;
  transport: types.PlainTransport;
  producer: types.Producer;
}

/** Owns the producers of a sender on this machine, each behind a plain transport of its own. */
export class MediasoupInjection implements RtpInjection {
  readonly ip = '127.0.0.1';
  readonly tracks: RtpInjection['tracks'];
  readonly #tracks: InjectedTrack[];
  readonly #use: RouterUse;
  readonly #onClosed: (injection: MediasoupInjection) => void;
  readonly #onLost: () => void;
  #isClosed = false;

  static async create(
    room: RoomContext,
    { tracks, onLost }: InjectionOptions,
    onClosed: (injection: MediasoupInjection) => void,
  ): Promise<MediasoupInjection> {
    const use = await room.routers.useHome();
    const opened: InjectedTrack[] = [];
    try {
      for (const track of tracks) opened.push(await openTrack(use.router.router, track));
      for (const { producer } of opened) room.routers.addProducer(producer, use.router);
      return new MediasoupInjection(opened, use, onLost, onClosed);
    } catch (error) {
      for (const { transport } of opened) transport.close();
      use.end();
      throw error;
    }
  }

  private constructor(
    tracks: InjectedTrack[],
    use: RouterUse,
    onLost: () => void,
    onClosed: (injection: MediasoupInjection) => void,
  ) {
    this.#tracks = tracks;
    this.#use = use;
    this.#onLost = onLost;
    this.#onClosed = onClosed;
    this.tracks = tracks.map(({ kind, producer, transport }) => ({
      ...{ kind, producerId: producer.id },
      ...portsOf(transport),
    }));
    for (const { transport } of tracks) transport.on('routerclose', () => this.#lose());
    if (tracks.some(({ transport }) => transport.closed)) this.close();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const { transport } of this.#tracks) transport.close();
    this.#use.end();
    this.#onClosed(this);
  }

  #lose(): void {
    if (this.#isClosed) return;
    this.close();
    this.#onLost();
  }
}

async function openTrack(
  router: types.Router,
  { kind, rtpParameters }: TrackOptions,
): Promise<InjectedTrack> {
  const parameters = producerParameters(kind, rtpParameters);
  const transport = await createPlainTransport(router);
  try {
    const producer = await withMediaErrors(
      () =>
        transport.produce({ kind, rtpParameters: parameters, keyFrameRequestDelay: keyFrameRequestDelayMs }),
      toClientMediaError,
    );
    return { kind, transport, producer };
  } catch (error) {
    transport.close();
    throw error;
  }
}
