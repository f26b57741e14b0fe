import {
  type BackstageView,
  emptyBackstage,
  type IngestView,
  type PkInvitation,
  type Publication,
  type SeatApplication,
  type SeatInvitation,
} from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Session } from '../Session.ts';

export interface BackstageDeps {
  clock: Clock;
  anchorId: string;
  sessions: () => Iterable<Session>;
  applications: () => readonly SeatApplication[];
  invitations: () => readonly SeatInvitation[];
  previews: () => readonly Publication[];
  pkInvitations: () => readonly PkInvitation[];
  ingest: () => IngestView | null;
}

/** Many things often change at once, and each change is told whole. */
const tellEveryMs = 50;

const nothingTold = JSON.stringify(emptyBackstage);

/**
 * Owns what each Session knows of what is not for the public, and tells it whenever that is other than before: the first change at
 * once, what follows at most every 50 ms. A Session that is not connected is told nothing: it gets the whole when it resumes.
 */
export class Backstage {
  readonly #deps: BackstageDeps;
  /** What each Session was told last, by Session id. */
  readonly #told = new Map<string, string>();
  #toldAtMs = Number.NEGATIVE_INFINITY;
  #cancelTell: (() => void) | null = null;
  #isClosed = false;

  constructor(deps: BackstageDeps) {
    this.#deps = deps;
  }

  /** For the reply to `join`: from now on the Session is told of every change. */
  begin(session: Session): BackstageView {
    const view = this.#viewOf(session);
    const text = JSON.stringify(view);
    // The same string for everybody who sees nothing: they are many.
    this.#told.set(session.id, text === nothingTold ? nothingTold : text);
    return view;
  }

  forget(session: Session): void {
    this.#told.delete(session.id);
  }

  /** Something may have changed. */
  tell(): void {
    if (this.#isClosed || this.#cancelTell) return;
    const { clock } = this.#deps;
    const waitMs = this.#toldAtMs + tellEveryMs - clock.nowMs();
    if (waitMs <= 0) this.#tellNow();
    else this.#cancelTell = clock.after(waitMs, () => this.#tellNow());
  }

  /** Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#cancelTell?.();
    this.#cancelTell = null;
  }

  /** Whether somebody may see a track in the green room. */
  mayPreview(session: Session, { sessionId }: Publication): boolean {
    return sessionId === session.id || this.#isAnchor(session);
  }

  #tellNow(): void {
    this.#cancelTell = null;
    this.#toldAtMs = this.#deps.clock.nowMs();
    const concerned = this.#concerned();
    for (const session of this.#deps.sessions()) {
      const told = this.#told.get(session.id);
      if (told === undefined) continue;
      // Nearly everybody in a big room only watches: nothing is made for them.
      const isConcerned = concerned.has(session.user.id) || this.#isHost(session);
      if (told === nothingTold && !isConcerned) continue;
      const backstage = isConcerned ? this.#viewOf(session) : emptyBackstage;
      const text = isConcerned ? JSON.stringify(backstage) : nothingTold;
      if (text === told) continue;
      this.#told.set(session.id, text);
      session.push({ type: 'notice', notice: 'backstageChanged', data: { backstage } });
    }
  }

  /** Ids of the users who have something here, whether they are hosts or not. */
  #concerned(): ReadonlySet<string> {
    const { applications, invitations, previews } = this.#deps;
    return new Set([...applications(), ...invitations(), ...previews()].map(({ user }) => user.id));
  }

  #viewOf(session: Session): BackstageView {
    const { applications, invitations, previews, pkInvitations, ingest } = this.#deps;
    const isTheirs = ({ user }: { user: { id: string } }): boolean =>
      session.permissions.moderate || user.id === session.user.id;
    return {
      applications: applications().filter(isTheirs),
      invitations: invitations().filter(isTheirs),
      previews: previews().filter((publication) => this.mayPreview(session, publication)),
      pkInvitations: this.#isAnchor(session) ? [...pkInvitations()] : [],
      ingest: this.#isAnchor(session) ? ingest() : null,
    };
  }

  #isHost(session: Session): boolean {
    return session.permissions.moderate || this.#isAnchor(session);
  }

  #isAnchor({ user, permissions }: Session): boolean {
    return permissions.role === 'anchor' || user.id === this.#deps.anchorId;
  }
}
