import {
  limits,
  type Report,
  type ReportBody,
  type ReportOutcome,
  type ReportSubject,
} from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { randomId } from '../../rooms/ids.ts';
import { userOf } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import { UserRates } from '../../rooms/UserRates.ts';
import type { HeldMessage } from '../chat/ports.ts';
import type { Actor } from './Actor.ts';
import type { People } from './People.ts';
import type { AuditLog, ChatAccess, ReportQuery, ReportStore } from './ports.ts';
import { operatorRank } from './ranks.ts';

export interface ReportsDeps {
  store: ReportStore;
  audit: AuditLog;
  people: People;
  chat: () => ChatAccess;
  roomOf: (roomId: string) => Room | undefined;
  clock: Clock;
}

/** One in half a minute; who finds a room full of spam has some in store. */
const reportRate = { perSecond: 1 / 30, burst: 10 };

/** Owns the queue of what somebody should look at: what viewers report, and what a word list or a reviewer holds back. */
export class Reports {
  readonly #deps: ReportsDeps;
  readonly #rates: UserRates;

  constructor(deps: ReportsDeps) {
    this.#deps = deps;
    this.#rates = new UserRates(deps.clock, reportRate);
  }

  /**
   * The same thing reported again by the same person, while it is open, is the same report.
   * @throws AppError `not_found` for a message that is not there; `too_many_requests`
   */
  async file(actor: Actor, room: Room, { subject, category, note }: ReportBody): Promise<void> {
    const reporter = userOf(actor.identity);
    this.#rates.take(reporter.id);
    const seen = await this.#seen(room, subject);
    const subjectKey = `${room.id} ${seen.type} ${keyOf(seen)}`;
    if (await this.#deps.store.hasOpen(subjectKey, reporter.id)) return;
    await this.#add(room, { subject: seen, category, note: note ?? null, reporter }, subjectKey);
  }

  /** Keeps a message back until somebody has looked at it. One that is sent again meanwhile is the same message. */
  async hold(room: Room, message: HeldMessage & { words: string[] }): Promise<void> {
    const subject: ReportSubject = { type: 'held', ...message };
    const subjectKey = `${room.id} held ${message.user.id} ${message.clientId ?? randomId()}`;
    if (await this.#deps.store.hasOpen(subjectKey, null)) return;
    await this.#add(room, { subject, category: 'held', note: null, reporter: null }, subjectKey);
  }

  /** Those of one room for who keeps order there, those of all for operators. @throws AppError `forbidden` */
  async list(actor: Actor, room: Room | null, query: Omit<ReportQuery, 'roomId'>): Promise<Report[]> {
    const rank = this.#deps.people.rankOf(actor.identity, room);
    if (rank < (room ? 1 : operatorRank)) throw new AppError('forbidden');
    return await this.#deps.store.list({ ...query, roomId: room?.id });
  }

  /**
   * Done with it: something was done, there was nothing to it, or (what was held) it may be shown. Another person's answer stands.
   * @throws AppError `not_found`, `forbidden`, `invalid_state` when it is resolved
   */
  async resolve(actor: Actor, reportId: string, outcome: ReportOutcome): Promise<Report> {
    const { store, audit, clock } = this.#deps;
    const report = await store.get(reportId);
    if (!report) throw new AppError('not_found');
    const room = this.#deps.roomOf(report.roomId) ?? null;
    const rank = this.#deps.people.rankOf(actor.identity, room);
    if (rank < (room ? 1 : operatorRank)) throw new AppError('forbidden');
    if (outcome === 'approved' && report.subject.type !== 'held') throw new AppError('invalid_state');
    const resolvedBy = userOf(actor.identity);
    const resolvedAtMs = Math.round(clock.nowMs());
    const resolution = { outcome, resolvedBy, resolvedAtMs };
    if (!(await store.resolve(reportId, resolution))) throw new AppError('invalid_state');
    if (outcome === 'approved' && report.subject.type === 'held' && room) {
      this.#deps.chat().postHeld(room, report.subject);
    }
    await audit.append({
      atMs: resolvedAtMs,
      act: 'report_resolved',
      roomId: report.roomId,
      actor: resolvedBy,
      target: 'user' in report.subject ? report.subject.user : null,
      reason: null,
      detail: `${outcome} ${report.category} ${report.id}`,
      origin: actor.origin,
    });
    if (room) this.#tell(room);
    return { ...report, ...resolution };
  }

  async #add(
    room: Room,
    report: Pick<Report, 'subject' | 'category' | 'note' | 'reporter'>,
    subjectKey: string,
  ): Promise<void> {
    const atMs = Math.round(this.#deps.clock.nowMs());
    const unresolved = { outcome: null, resolvedBy: null, resolvedAtMs: null };
    await this.#deps.store.add(
      { id: randomId(), roomId: room.id, atMs, ...report, ...unresolved },
      subjectKey,
    );
    this.#tell(room);
  }

  #tell(room: Room): void {
    for (const session of room.sessions) {
      if (session.permissions.moderate) session.notify('reportsChanged', {});
    }
  }

  async #seen(room: Room, subject: ReportBody['subject']): Promise<ReportSubject> {
    switch (subject.type) {
      case 'room':
        return { type: 'room', title: room.view().title };
      case 'user':
        return { type: 'user', user: await this.#deps.people.find(subject.userId) };
      case 'message': {
        const message = this.#deps.chat().find(room, subject.messageId);
        if (!message) throw new AppError('not_found');
        const { user, content } = message;
        return {
          type: 'message',
          messageId: subject.messageId,
          user,
          content: content.slice(0, limits.chatLength * 2),
        };
      }
    }
  }
}

function keyOf(subject: ReportSubject): string {
  if (subject.type === 'message') return subject.messageId;
  return subject.type === 'room' ? '' : subject.user.id;
}
