import { AppError } from '../../core/AppError.ts';
import type { ReviewContext } from '../chat/ports.ts';
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
    { room, session, clientId }: ReviewContext,
  ): Promise<{ verdict: 'pass'; text: string } | { verdict: 'refuse' }> {
    const { words, reviewers, reports } = this.#deps;
    const hold = async (content: string, found: string[]): Promise<never> => {
      await reports.hold(room, { user: session.user, content, words: found, clientId });
      throw new AppError('text_held');
    };
    const verdict = words.check(text, room.id);
    if (verdict.action === 'block') return { verdict: 'refuse' };
    if (verdict.action === 'hold') return await hold(text, verdict.words);
    let shown = verdict.action === 'mask' ? verdict.masked : text;
    for (const reviewer of reviewers) {
      const next = await reviewer.review({
        kind: 'chat',
        text: shown,
        roomId: room.id,
        user: session.user,
      });
      if (next.verdict === 'hold') return await hold(shown, []);
      if (next.verdict === 'refuse') return next;
      shown = next.text ?? shown;
    }
    return { verdict: 'pass', text: shown };
  }
}
