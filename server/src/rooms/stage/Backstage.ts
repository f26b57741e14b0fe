import type {
  BackstageView,
  PkInvitation,
  Publication,
  SeatApplication,
  SeatInvitation,
} from '@lianmai/shared';
import type { Session } from '../Session.ts';

export interface BackstageDeps {
  anchorId: string;
  sessions: () => readonly Session[];
  applications: () => readonly SeatApplication[];
  invitations: () => readonly SeatInvitation[];
  previews: () => readonly Publication[];
  pkInvitations: () => readonly PkInvitation[];
}

/**
 * Owns what each Session knows of what is not for the public, and tells it whenever that is other than before. A Session that is not
 * connected is told nothing: it gets the whole when it resumes.
 */
export class Backstage {
  readonly #deps: BackstageDeps;
  /** What each Session was told last, by Session id. */
  readonly #told = new Map<string, string>();

  constructor(deps: BackstageDeps) {
    this.#deps = deps;
  }

  /** For the reply to `join`: from now on the Session is told of every change. */
  begin(session: Session): BackstageView {
    const view = this.#viewOf(session);
    this.#told.set(session.id, JSON.stringify(view));
    return view;
  }

  forget(session: Session): void {
    this.#told.delete(session.id);
  }

  /** Something may have changed. */
  tell(): void {
    for (const session of this.#deps.sessions()) {
      const told = this.#told.get(session.id);
      if (told === undefined) continue;
      const backstage = this.#viewOf(session);
      const text = JSON.stringify(backstage);
      if (text === told) continue;
      this.#told.set(session.id, text);
      session.push({ type: 'notice', notice: 'backstageChanged', data: { backstage } });
    }
  }

  /** Whether somebody may see a track in the green room. */
  mayPreview(session: Session, { sessionId }: Publication): boolean {
    return sessionId === session.id || this.#isAnchor(session);
  }

  #viewOf(session: Session): BackstageView {
    const { applications, invitations, previews, pkInvitations } = this.#deps;
    const isTheirs = ({ user }: { user: { id: string } }): boolean =>
      session.permissions.moderate || user.id === session.user.id;
    return {
      applications: applications().filter(isTheirs),
      invitations: invitations().filter(isTheirs),
      previews: previews().filter((publication) => this.mayPreview(session, publication)),
      pkInvitations: this.#isAnchor(session) ? [...pkInvitations()] : [],
    };
  }

  #isAnchor({ user, permissions }: Session): boolean {
    return permissions.role === 'anchor' || user.id === this.#deps.anchorId;
  }
}
