import { AppError } from '../../core/AppError.ts';
import type { Room } from '../../rooms/Room.ts';
import type { Session } from '../../rooms/Session.ts';
import type { ExternalReviewer } from './ports.ts';
import type { Reports } from './Reports.ts';
import type { WordLists } from './words/WordLists.ts';

export interface ContentReviewsDeps {
  words: WordLists;
  /** Who else is asked, in this order. */
  reviewers: readonly ExternalReviewer[];
  reports: Reports;
}

/** Whether a message may be shown: first the word lists, which cost nothing, then whoever else is to be asked. */
export class ContentReviews {
  readonly #deps: ContentReviewsDeps;

  constructor(deps: ContentReviewsDeps) {
    this.#deps = deps;
  }

  /** @throws AppError `text_held`: it waits in the queue of the room's moderators */
  async review(
    text: string,
    { room, session }: { room: Room; session: Session },
  ): Promise<{ verdict: 'pass'; text: string } | { verdict: 'refuse' }> {
    const { words, reviewers } = this.#deps;
    const verdict = words.check(text, room.id);
    if (verdict.action === 'block') return { verdict: 'refuse' };
    if (verdict.action === 'hold') return await this.#hold(room, session, text, verdict.words);
    let shown = verdict.action === 'mask' ? verdict.masked : text;
    for (const reviewer of reviewers) {
      const next = await reviewer.review({
        kind: 'chat',
        text: shown,
        roomId: room.id,
        user: session.user,
      });
      if (next.verdict === 'hold') return await this.#hold(room, session, shown, []);
      if (next.verdict === 'refuse') return next;
      shown = next.text ?? shown;
    }
    return { verdict: 'pass', text: shown };
  }

  async #hold(room: Room, session: Session, text: string, words: string[]): Promise<never> {
    await this.#deps.reports.hold(room, session.user, text, words);
    throw new AppError('text_held');
  }
}
