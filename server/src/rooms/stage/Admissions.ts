import {
  type ApplicationAnswer,
  limits,
  type ReplyMap,
  type SeatApplication,
  type SeatInvitation,
  type UserRef,
} from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { randomId } from '../ids.ts';
import type { Session } from '../Session.ts';
import type { Stage } from './Stage.ts';
import { Waiting } from './Waiting.ts';

export interface StageTimings {
  /** How long an application for a seat waits, ms. */
  applicationMs: number;
  /** How long a seat is kept for somebody who was invited, ms. */
  invitationMs: number;
}

export const defaultStageTimings: StageTimings = { applicationMs: 600_000, invitationMs: 30_000 };

export interface AdmissionsDeps {
  clock: Clock;
  timings: StageTimings;
  stage: Stage;
  /** The Session by which somebody watches. */
  viewerOf: (userId: string) => Session | undefined;
  onChanged: () => void;
}

export interface SeatWish {
  seat: number | null;
  message: string | null;
  withVideo: boolean;
}

/** Owns who asks to come on stage and who is asked to: everything between wanting a seat and taking it. */
export class Admissions {
  readonly #deps: AdmissionsDeps;
  readonly #applications: Waiting<SeatApplication>;
  readonly #invitations: Waiting<SeatInvitation>;

  constructor(deps: AdmissionsDeps) {
    this.#deps = deps;
    this.#applications = new Waiting(deps.clock, (application) => {
      this.#answer(application, 'expired');
      deps.onChanged();
    });
    this.#invitations = new Waiting(deps.clock, (invitation) => this.#endReservation(invitation));
  }

  get applications(): SeatApplication[] {
    return this.#applications.all;
  }

  get invitations(): SeatInvitation[] {
    return this.#invitations.all;
  }

  /**
   * Who was invited sits down, and so does everybody where anybody may come, but for those whom a host has sent off; else it is up to
   * the hosts. A second application of one user takes the place of the first.
   * @throws AppError `forbidden`, `room_not_live`, `already_on_stage`, `invitation_only`, `limit_reached`, `not_found` (no such seat),
   * and where it seats at once what `Stage.take` throws
   */
  apply(session: Session, wish: SeatWish): ReplyMap['applyForSeat'] {
    const { stage, timings, clock, onChanged } = this.#deps;
    stage.assertMayTakeSeat(session);
    const invitation = this.#invitations.ofUser(session.user.id);
    if (invitation) return { outcome: 'seated', seat: stage.takeReserved(session, invitation.seat) };
    const { admission } = stage.settings;
    if (admission === 'invite') throw new AppError('invitation_only');
    if (admission === 'open' && !stage.isTakenOff(session.user.id)) {
      return { outcome: 'seated', seat: stage.take(session, wish.seat, wish.withVideo) };
    }
    if (wish.seat !== null && !stage.seat(wish.seat))
      throw new AppError('not_found', { detail: 'no such seat' });
    const before = this.#applications.ofUser(session.user.id);
    if (!before && this.applications.length >= limits.applications) throw new AppError('limit_reached');
    const applicationId = before?.applicationId ?? randomId();
    const atMs = Math.round(clock.nowMs());
    this.#applications.set(
      applicationId,
      { applicationId, user: session.user, ...wish, atMs },
      timings.applicationMs,
    );
    onChanged();
    return { outcome: 'queued', applicationId };
  }

  /** @throws AppError `application_closed` */
  withdraw(session: Session): void {
    const application = this.#applications.ofUser(session.user.id);
    if (!application) throw new AppError('application_closed');
    this.#applications.delete(application.applicationId);
    this.#deps.onChanged();
  }

  /**
   * @param seat `undefined`: the one that was wished for if it is free, else any
   * @returns the seat
   * @throws AppError `application_closed`, and what `Stage.take` throws; the application waits on then
   */
  accept(applicationId: string, seat: number | undefined): number {
    const { stage } = this.#deps;
    const application = this.#application(applicationId);
    const session = this.#deps.viewerOf(application.user.id);
    if (!session) throw new AppError('application_closed');
    const invitation = this.#invitations.ofUser(application.user.id);
    const isKept = invitation && (seat === undefined || seat === invitation.seat);
    const wished = application.seat !== null && stage.seat(application.seat)?.state === 'free';
    const taken = isKept
      ? stage.takeReserved(session, invitation.seat)
      : stage.take(session, seat ?? (wished ? application.seat : null), application.withVideo);
    stage.readmit(session.user.id);
    return taken;
  }

  /** @throws AppError `application_closed` */
  refuse(applicationId: string): void {
    const application = this.#application(applicationId);
    this.#applications.delete(applicationId);
    this.#answer(application, 'refused');
    this.#deps.onChanged();
  }

  /**
   * Keeps a seat for somebody. Who is invited already stays invited as they are.
   * @throws AppError `not_found` (nobody who could come), and what `Stage.reserve` throws
   */
  invite(by: UserRef, userId: string, seat: number | undefined): ReplyMap['inviteToSeat'] {
    const { stage, timings, clock } = this.#deps;
    const known = this.#invitations.ofUser(userId);
    if (known) return known;
    const session = this.#deps.viewerOf(userId);
    if (!session?.permissions.takeSeat) throw new AppError('not_found', { detail: 'no such viewer' });
    // The seat is there before the invitation: what tells of the one must not find it without the other.
    const expiresAtMs = Math.round(clock.nowMs() + timings.invitationMs);
    const invitationId = randomId();
    const reserved = stage.reserve(session.user, seat ?? null);
    stage.readmit(userId);
    const invitation = { invitationId, seat: reserved, user: session.user, invitedBy: by, expiresAtMs };
    this.#invitations.set(invitationId, invitation, timings.invitationMs);
    this.#deps.onChanged();
    return { invitationId, seat: reserved, expiresAtMs };
  }

  /** @returns the seat. @throws AppError `invitation_closed`, and what `Stage.takeReserved` throws */
  acceptInvitation(session: Session, invitationId: string): number {
    return this.#deps.stage.takeReserved(session, this.#ownInvitation(session, invitationId).seat);
  }

  /** @throws AppError `invitation_closed` */
  declineInvitation(session: Session, invitationId: string): void {
    this.#cancel(this.#ownInvitation(session, invitationId));
  }

  /** @throws AppError `invitation_closed` */
  cancelInvitation(invitationId: string): void {
    const invitation = this.#invitations.get(invitationId);
    if (!invitation) throw new AppError('invitation_closed');
    this.#cancel(invitation);
  }

  /** Somebody watches no longer, or may not come on stage any more. */
  forget(userId: string): void {
    const application = this.#applications.ofUser(userId);
    if (application) this.#applications.delete(application.applicationId);
    const invitation = this.#invitations.ofUser(userId);
    if (invitation) this.#cancel(invitation);
    else if (application) this.#deps.onChanged();
  }

  /** The seats have changed: who sits waits no longer, and an invitation without its seat is over. */
  followSeats(): void {
    const { stage } = this.#deps;
    for (const application of this.applications.filter(({ user }) => stage.hasGuest(user.id))) {
      if (this.#applications.delete(application.applicationId)) this.#answer(application, 'accepted');
    }
    for (const invitation of this.invitations) {
      const isSeated = stage.hasGuest(invitation.user.id);
      if (isSeated || !this.#isReserved(invitation)) this.#cancel(invitation);
    }
  }

  /** The show is over. */
  clear(): void {
    for (const application of this.#applications.clear()) this.#answer(application, 'expired');
    this.#invitations.clear();
  }

  close(): void {
    this.#applications.clear();
    this.#invitations.clear();
  }

  #cancel(invitation: SeatInvitation): void {
    if (this.#invitations.delete(invitation.invitationId)) this.#endReservation(invitation);
  }

  #endReservation(invitation: SeatInvitation): void {
    const { stage, onChanged } = this.#deps;
    if (this.#isReserved(invitation)) stage.change({ type: 'endReservation', seat: invitation.seat });
    onChanged();
  }

  #isReserved({ seat, user }: SeatInvitation): boolean {
    const view = this.#deps.stage.seat(seat);
    return view?.state === 'reserved' && view.user.id === user.id;
  }

  #answer({ applicationId, user }: SeatApplication, answer: ApplicationAnswer): void {
    this.#deps.viewerOf(user.id)?.notify('applicationAnswered', { applicationId, answer });
  }

  #application(applicationId: string): SeatApplication {
    const application = this.#applications.get(applicationId);
    if (!application) throw new AppError('application_closed');
    return application;
  }

  #ownInvitation(session: Session, invitationId: string): SeatInvitation {
    const invitation = this.#invitations.get(invitationId);
    if (invitation?.user.id !== session.user.id) throw new AppError('invitation_closed');
    return invitation;
  }
}
