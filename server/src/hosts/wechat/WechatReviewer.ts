import { mayBeUserOf } from '../../auth/hosts/hostUserIds.ts';
import type {
  ExternalReviewer,
  ExternalVerdict,
  ReviewedContent,
} from '../../interaction/moderation/ports.ts';

/** Has the texts of WeChat's users looked at, as WeChat wants it of mini programs, and lets everybody else's pass. */
export class WechatReviewer implements ExternalReviewer {
  readonly #reviewer: ExternalReviewer;

  constructor(reviewer: ExternalReviewer) {
    this.#reviewer = reviewer;
  }

  async review(content: ReviewedContent): Promise<ExternalVerdict> {
    // By the id alone: whatever takes time is the reviewer's, who has a limit for it.
    return mayBeUserOf('wechat', content.user.id)
      ? await this.#reviewer.review(content)
      : { verdict: 'pass' };
  }
}
