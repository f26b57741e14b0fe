import {
  type AudienceDigest,
  type AudiencePage,
  emptyAudience,
  type RoomEvent,
  type RoomEventMap,
  type RoomSnapshot,
} from '@lianmai/shared';
import { Emitter } from '../core/Emitter.ts';
import { type ReadableStore, Store } from '../core/Store.ts';
import type { MediaSignaling } from '../media/MediaSignaling.ts';
import type { RoomFeature } from '../room/RoomFeature.ts';

export interface AudienceEvents {
  entered: RoomEventMap['viewersEntered'];
}

/** Who watches: a digest that follows by itself, and pages of the whole list when asked for. */
export class AudienceClient implements RoomFeature {
  readonly #signaling: MediaSignaling;
  readonly #events = new Emitter<AudienceEvents>();
  readonly #digest = new Store<AudienceDigest>(emptyAudience);

  constructor(signaling: MediaSignaling) {
    this.#signaling = signaling;
  }

  /** The count, the first of the list and who came last. */
  get digest(): ReadableStore<AudienceDigest> {
    return this.#digest;
  }

  on<E extends keyof AudienceEvents>(event: E, listener: (payload: AudienceEvents[E]) => void): () => void {
    return this.#events.on(event, listener);
  }

  /** Top givers first, then moderators, then the newest. `cursor`: the page before's `nextCursor`. */
  async list(cursor?: string): Promise<AudiencePage> {
    return await this.#signaling.request('listAudience', cursor === undefined ? {} : { cursor });
  }

  restart({ audience }: RoomSnapshot): void {
    this.#digest.set(audience);
  }

  follow(event: RoomEvent): void {
    if (event.type === 'audienceChanged') this.#digest.set(event.data);
    else if (event.type === 'viewersEntered') this.#events.emit('entered', event.data);
  }

  clear(): void {
    this.#digest.set(emptyAudience);
  }
}
