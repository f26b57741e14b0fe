import type { NoticeFrame } from '@lianmai/shared';

// Four transports and their tracks can be lost in one absence, and all that somebody watches come and go a few times.
const capacity = 200;

/** What a Session without a connection has still to be told, in order. Of what only the newest counts it keeps only that. */
export class KeptNotices {
  readonly #kept = new Map<string, NoticeFrame>();
  #next = 0;

  /** Something had to be left out: this is not the whole any more. */
  isOverfull = false;

  get all(): NoticeFrame[] {
    return [...this.#kept.values()];
  }

  keep(frame: NoticeFrame): void {
    const key = subjectOf(frame) ?? `${this.#next++}`;
    this.#kept.delete(key);
    if (this.#kept.size >= capacity) this.isOverfull = true;
    else this.#kept.set(key, frame);
  }
}

/** What a notice tells the newest state of; `null`: each one counts. */
function subjectOf({ notice, data }: NoticeFrame): string | null {
  switch (notice) {
    case 'consumerPaused':
    case 'consumerResumed':
      return `flow of ${data.consumerId}`;
    case 'consumerLayersChanged':
      return `layers of ${data.consumerId}`;
    case 'producerScore':
      return `score of ${data.producerId}`;
    case 'backstageChanged':
    case 'draining':
      return notice;
    default:
      return null;
  }
}
