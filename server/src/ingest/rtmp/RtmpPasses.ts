import { createHmac, randomBytes } from 'node:crypto';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { isSameSecret } from '../../core/isSameSecret.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';

export interface RtmpPass {
  token: string;
  /** Until then publishing has to begin, ms since the epoch. */
  expiresAtMs: number;
}

/** What of a Session's passes has been used. */
interface Use {
  /** The number of the pass by which it publishes, or did until its connection was lost: it may come back with it. */
  begun: number;
  /** Passes up to this number are good no more. */
  spent: number;
}

const ttlMs = 120_000;
const prefix = 'pass-';
const passPattern = /^pass-([\w-]{1,64})\.(\d{1,15})\.(\d{1,15})\.([\w-]{43})$/u;

/**
 * Lets a Session publish over RTMP, for clients that cannot do it over its own connection. A pass speaks for one Session of one room; as
 * Sessions do not outlive this process, neither do they. It is a secret of its holder alone and good for as long as it takes to begin,
 * then for coming back to what was begun: a phone that changes networks tries the same address again.
 */
export class RtmpPasses {
  readonly #clock: Clock;
  readonly #secret = randomBytes(32);
  readonly #uses = new WeakMap<Session, Use>();
  #lastNumber = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  static looksLikeOne(token: string): boolean {
    return token.startsWith(prefix);
  }

  issue(room: Room, session: Session): RtmpPass {
    this.#lastNumber += 1;
    const expiresAtMs = Math.ceil((this.#clock.nowMs() + ttlMs) / 1000) * 1000;
    const claims = `${session.id}.${this.#lastNumber}.${expiresAtMs}`;
    return { token: `${prefix}${claims}.${this.#sign(room.id, claims)}`, expiresAtMs };
  }

  /**
   * Whose pass it is. What they may send is up to the room.
   * @throws AppError `token_invalid`, `token_expired` (also one that is spent), `session_not_found`
   */
  sessionOf(room: Room, token: string): Session {
    const { sessionId, number, expiresAtMs } = this.#read(room, token);
    const session = room.session(sessionId);
    if (!session) throw new AppError('session_not_found');
    const { begun, spent } = this.#useOf(session);
    if (number <= spent) throw new AppError('token_expired', { detail: 'the pass is spent' });
    if (number !== begun && expiresAtMs <= this.#clock.nowMs()) throw new AppError('token_expired');
    return session;
  }

  /** Its holder publishes with it. */
  begin(room: Room, token: string, session: Session): void {
    this.#uses.set(session, { ...this.#useOf(session), begun: this.#read(room, token).number });
  }

  /** The room has ended what this Session published: whoever sends it does not come back by themselves. */
  spend(session: Session): void {
    this.#uses.set(session, { begun: 0, spent: this.#lastNumber });
  }

  #useOf(session: Session): Use {
    return this.#uses.get(session) ?? { begun: 0, spent: 0 };
  }

  #read(room: Room, token: string) {
    const [, sessionId = '', number = '', expiresAtMs = '', signature = ''] = passPattern.exec(token) ?? [];
    const expected = this.#sign(room.id, `${sessionId}.${number}.${expiresAtMs}`);
    if (!isSameSecret(signature, expected))
      throw new AppError('token_invalid', { detail: 'no pass of this room and this server' });
    return { sessionId, number: Number(number), expiresAtMs: Number(expiresAtMs) };
  }

  #sign(roomId: string, claims: string): string {
    return createHmac('sha256', this.#secret).update(`${roomId} ${claims}`).digest('base64url');
  }
}
