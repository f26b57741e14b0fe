import { AppError } from '../core/AppError.ts';
import type {
  InjectionOptions,
  MediaPeer,
  MediaPeerOptions,
  RoomMedia,
  RoomMediaEvents,
  RtpInjection,
  RtpTap,
  TapTarget,
} from '../rooms/ports/MediaEngine.ts';
import { AudioLevels } from './AudioLevels.ts';
import { MediasoupInjection } from './MediasoupInjection.ts';
import { MediasoupPeer } from './MediasoupPeer.ts';
import { MediasoupTap } from './MediasoupTap.ts';
import type { MediaWorker } from './MediaWorker.ts';
import type { RoomContext } from './RoomContext.ts';
import { RoomRouters } from './RoomRouters.ts';
import type { WorkerPool } from './WorkerPool.ts';

export interface MediasoupRoomOptions extends Omit<RoomContext, 'routers'> {
  pool: WorkerPool<MediaWorker>;
  events: RoomMediaEvents;
  onClosed: () => void;
}

/** Owns the media of one room: its routers, and the peers, taps and injections that use them. Outlives any worker. */
export class MediasoupRoom implements RoomMedia {
  readonly #context: RoomContext;
  readonly #onClosed: () => void;
  readonly #members = new Set<{ close(): void }>();
  #isClosed = false;

  constructor({ pool, events, onClosed, ...rest }: MediasoupRoomOptions) {
    const audioLevels = new AudioLevels((levels) => events.audioLevels(levels), rest.log);
    this.#context = { ...rest, routers: new RoomRouters(pool, audioLevels) };
    this.#onClosed = onClosed;
  }

  openPeer(options: MediaPeerOptions): MediaPeer {
    this.#assertOpen();
    const peer = new MediasoupPeer(this.#context, options, () => this.#members.delete(peer));
    this.#members.add(peer);
    return peer;
  }

  async openTap(target: TapTarget): Promise<RtpTap> {
    this.#assertOpen();
    const forget = (closed: MediasoupTap) => this.#members.delete(closed);
    return this.#addMember(await MediasoupTap.create(this.#context, target, forget));
  }

  async openInjection(options: InjectionOptions): Promise<RtpInjection> {
    this.#assertOpen();
    const forget = (closed: MediasoupInjection) => this.#members.delete(closed);
    return this.#addMember(await MediasoupInjection.create(this.#context, options, forget));
  }

  borrowProducer(from: RoomMedia, producerId: string): () => void {
    this.#assertOpen();
    if (!(from instanceof MediasoupRoom))
      throw new AppError('not_found', { detail: 'not a room of this server' });
    return this.#context.routers.borrow(from.#context.routers, producerId);
  }

  releaseIfUnused(): void {
    this.#context.routers.releaseUnused();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const member of [...this.#members]) member.close();
    this.#context.routers.close();
    this.#onClosed();
  }

  #addMember<M extends { readonly isClosed: boolean; close(): void }>(member: M): M {
    if (this.#isClosed) member.close();
    this.#assertOpen();
    if (member.isClosed) throw new AppError('media_unavailable', { detail: 'its worker died meanwhile' });
    this.#members.add(member);
    return member;
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new AppError('invalid_state', { detail: 'the room is closed' });
  }
}
