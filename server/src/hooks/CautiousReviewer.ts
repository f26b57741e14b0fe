import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { ExternalReviewer, ExternalVerdict, ReviewedContent } from '../interaction/moderation/ports.ts';
import { CircuitBreaker } from './CircuitBreaker.ts';

/** Somebody who can be asked what they think of a text. May fail, and may take long. */
export interface ReviewSource {
  /** For the log. */
  readonly name: string;
  /** @returns null when they have no opinion on this one: the policy decides, and nothing is wrong with them */
  ask(content: ReviewedContent, signal: AbortSignal): Promise<ExternalVerdict | null>;
}

export interface ReviewPolicy {
  timeoutMs: number;
  /** When there is no answer: `open` lets the text pass, `closed` refuses it. */
  failMode: 'open' | 'closed';
  /** Requests under way at once; beyond that the policy decides. */
  maxConcurrent: number;
}

export interface CautiousReviewerOptions extends ReviewPolicy {
  source: ReviewSource;
  clock: Clock;
  log: Logger;
}

/**
 * Asks somebody else about texts. Never fails and never takes longer than `timeoutMs`: who is slow, down or overrun costs a policy decision,
 * not the chat.
 */
export class CautiousReviewer implements ExternalReviewer {
  readonly #options: CautiousReviewerOptions;
  readonly #breaker: CircuitBreaker;
  #underWay = 0;

  constructor(options: CautiousReviewerOptions) {
    this.#options = options;
    this.#breaker = new CircuitBreaker({ clock: options.clock, failures: 5, openMs: 10_000 });
  }

  async review(content: ReviewedContent): Promise<ExternalVerdict> {
    const { source, maxConcurrent, timeoutMs, log } = this.#options;
    if (this.#underWay >= maxConcurrent || !this.#breaker.mayAsk()) return this.#policy();
    this.#underWay += 1;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const verdict = await Promise.race([source.ask(content, signal), aborted(signal)]);
      if (this.#breaker.note(true)) log.info({ reviewer: source.name }, 'the reviewer answers again');
      return verdict ?? this.#policy();
    } catch (error) {
      const isNews = this.#breaker.note(false);
      const about = { err: error, reviewer: source.name };
      if (isNews) log.error(about, 'the reviewer does not answer: asking less often');
      else log.warn(about, 'no answer from the reviewer');
      return this.#policy();
    } finally {
      this.#underWay -= 1;
    }
  }

  #policy(): ExternalVerdict {
    return { verdict: this.#options.failMode === 'open' ? 'pass' : 'refuse' };
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
