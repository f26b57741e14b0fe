import type {
  JoinAs,
  NoticeFrame,
  NoticeMap,
  NoticeName,
  Platform,
  PushFrame,
  SanctionDetails,
  UserRef,
} from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { isSameSecret } from '../core/isSameSecret.ts';
import type { SharedFrame } from './fanout/SharedFrame.ts';
import { randomId } from './ids.ts';
import { KeptNotices } from './KeptNotices.ts';
import { type Identity, type Permissions, userOf } from './permissions.ts';
import type { ClientLink } from './ports/ClientLink.ts';
import type { MediaPeer } from './ports/MediaEngine.ts';

export type SessionEndReason =
  | 'left'
  | 'replaced'
  | 'grace_over'
  | 'room_closed'
  | 'room_private'
  | 'removed'
  | 'kicked'
  | 'banned'
  | 'server_stopping';

type SessionState =
  | { name: 'online'; link: ClientLink }
  | { name: 'detached'; sinceMs: number; cancelGrace: () => void; notices: KeptNotices }
  | { name: 'ended'; atMs: number; reason: SessionEndReason };

export interface SessionOptions {
  identity: Identity;
  permissions: Permissions;
  as: JoinAs;
  platform: Platform;
  link: ClientLink;
  graceMs: number;
  clock: Clock;
  /** Called when media is used for the first time: most people in a big room only read. */
  openPeer: (session: Session) => MediaPeer;
  onDetached: (session: Session) => void;
  onEnded: (session: Session, reason: SessionEndReason) => void;
}

/**
 * One authenticated client in a Room. Outlives its connection by a grace period, ends exactly once, and takes its
 * MediaPeer with it.
 */
export class Session {
  readonly id = randomId();
  readonly resumeKey = randomId(18);
  readonly as: JoinAs;
  readonly platform: Platform;
  readonly graceMs: number;
  readonly user: UserRef;
  #permissions: Permissions;
  readonly #options: SessionOptions;
  #state: SessionState;
  #identity: Identity;
  #peer: MediaPeer | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.as = options.as;
    this.platform = options.platform;
    this.graceMs = options.graceMs;
    this.#identity = options.identity;
    this.#permissions = options.permissions;
    this.user = userOf(options.identity);
    this.#state = { name: 'online', link: options.link };
  }

  /** Of the newest token that this Session was joined or resumed with. */
  get identity(): Identity {
    return this.#identity;
  }

  get permissions(): Permissions {
    return this.#permissions;
  }

  get isOnline(): boolean {
    return this.#state.name === 'online';
  }

  /** When it was last connected, ms since the epoch: now, while it is. */
  get lastSeenMs(): number {
    if (this.#state.name === 'online') return this.#options.clock.nowMs();
    return this.#state.name === 'detached' ? this.#state.sinceMs : this.#state.atMs;
  }

  get isEnded(): boolean {
    return this.#state.name === 'ended';
  }

  /** False when more has happened without a connection than could be kept: then only joining afresh tells the whole. */
  get isResumable(): boolean {
    return (
      this.#state.name === 'online' || (this.#state.name === 'detached' && !this.#state.notices.isOverfull)
    );
  }

  /** This Session's media. @throws AppError `invalid_state` when it is over and never had any */
  get peer(): MediaPeer {
    if (!this.#peer && this.isEnded) throw new AppError('invalid_state', { detail: 'the session is over' });
    this.#peer ??= this.#options.openPeer(this);
    return this.#peer;
  }

  /** @throws AppError `forbidden` unless this Session is for the anchor's seat. */
  assertMayPublish(): void {
    if (this.as !== 'publisher' || !this.#permissions.publish) throw new AppError('forbidden');
  }

  hasResumeKey(key: string): boolean {
    return isSameSecret(key, this.resumeKey);
  }

  /** The anchor has named them moderator, or has taken that back. */
  changePermissions(permissions: Permissions): void {
    this.#permissions = permissions;
  }

  /** Takes a new connection in place of the old one, with the rights of the token that came with it. */
  attach(link: ClientLink, identity: Identity, permissions: Permissions): void {
    if (this.#state.name === 'ended') throw new Error('an ended session cannot be attached');
    const before = this.#state;
    this.#state = { name: 'online', link };
    this.#identity = identity;
    this.#permissions = permissions;
    if (before.name === 'detached') {
      before.cancelGrace();
      for (const notice of before.notices.all) link.send(notice);
    } else if (before.link !== link) before.link.close();
  }

  /** The connection `link` is gone. Ignored when another one has taken its place. */
  detach(link: ClientLink): void {
    if (this.#state.name !== 'online' || this.#state.link !== link) return;
    const cancelGrace = this.#options.clock.after(this.graceMs, () => this.end('grace_over'));
    const sinceMs = this.#options.clock.nowMs();
    this.#state = { name: 'detached', sinceMs, cancelGrace, notices: new KeptNotices() };
    this.#options.onDetached(this);
  }

  /** Nothing while the connection is lost: the Room log and the snapshot make up for it. */
  push(frame: PushFrame): void {
    if (this.#state.name === 'online') this.#state.link.send(frame);
  }

  /** As `push`, of a frame that many get. */
  pushShared(frame: SharedFrame): void {
    if (this.#state.name === 'online') this.#state.link.sendShared(frame);
  }

  /**
   * While the connection is lost it is kept, and delivered after the resume: nothing else tells of it. Of what only the newest counts
   * only that is kept. If it is too much all the same the Session ends soon.
   */
  notify<N extends NoticeName>(notice: N, data: NoticeMap[N]): void {
    const frame = { type: 'notice', notice, data } as NoticeFrame;
    if (this.#state.name !== 'detached') this.push(frame);
    else if (!this.#state.notices.isOverfull) {
      this.#state.notices.keep(frame);
      // Not now: whoever tells this Session something is in the middle of their own work.
      if (this.#state.notices.isOverfull) this.#endSoon();
    }
  }

  /** Idempotent. Tells the client why, unless it asked for the end itself. */
  end(reason: SessionEndReason, sanction?: SanctionDetails): void {
    if (this.#state.name === 'ended') return;
    const before = this.#state;
    if (reason === 'replaced') this.push({ type: 'notice', notice: 'sessionReplaced', data: {} });
    else if (reason !== 'left' && reason !== 'grace_over') {
      const data = sanction ? { reason, sanction } : { reason };
      this.push({ type: 'notice', notice: 'sessionEnded', data });
    }
    this.#state = { name: 'ended', atMs: this.lastSeenMs, reason };
    if (before.name === 'detached') before.cancelGrace();
    this.#peer?.close();
    this.#options.onEnded(this, reason);
  }

  #endSoon(): void {
    if (this.#state.name !== 'detached') return;
    this.#state.cancelGrace();
    const cancelGrace = this.#options.clock.after(0, () => this.end('grace_over'));
    this.#state = { ...this.#state, cancelGrace };
  }
}
