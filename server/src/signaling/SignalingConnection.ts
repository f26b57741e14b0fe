import type { Language, Platform } from '@lianmai/shared';
import type { Identity } from '../rooms/permissions.ts';
import type { ClientLink } from '../rooms/ports/ClientLink.ts';
import type { Room } from '../rooms/Room.ts';
import type { Session } from '../rooms/Session.ts';
import { HeldLink } from './HeldLink.ts';
import { ReplyCache } from './ReplyCache.ts';

/** What the Dispatcher knows of one connection: who is behind it and which Session it serves. Carriers make these. */
export class SignalingConnection {
  readonly identity: Identity;
  readonly language: Language;
  readonly platform: Platform;
  /** By which the client has reached this server, as it says: `Host` of its handshake. */
  readonly host: string | undefined;
  readonly link: HeldLink;
  #seat: { room: Room; session: Session } | null = null;
  #replies = new ReplyCache();

  constructor(options: {
    identity: Identity;
    language: Language;
    platform?: Platform;
    host?: string | undefined;
    link: ClientLink;
  }) {
    this.identity = options.identity;
    this.language = options.language;
    this.platform = options.platform ?? 'unknown';
    this.host = options.host;
    this.link = new HeldLink(options.link);
  }

  /** The Room and Session this connection speaks for; `null` before `join` and after the Session's end. */
  get joined(): { room: Room; session: Session } | null {
    if (this.#seat?.session.isEnded) {
      this.#seat = null;
      // A client may begin to count anew with its next Session.
      this.#replies = new ReplyCache();
    }
    return this.#seat;
  }

  /** Replies to requests that are made while there is no Session. */
  get replies(): ReplyCache {
    return this.#replies;
  }

  bind(room: Room, session: Session): void {
    this.#seat = { room, session };
  }

  /** The carrier lost the connection. */
  closed(): void {
    this.#seat?.session.detach(this.link);
  }
}
