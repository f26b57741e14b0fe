import type { ComposedSource } from './ComposedSource.ts';

type Counted = Pick<ComposedSource, 'stats' | 'peopleCount'>;

/** Counts what the compositors of one stream have done, those that are gone included. */
export class CompositionFigures {
  readonly #running = new Set<Counted>();
  #endedLate = 0;
  #endedDropped = 0;
  #restarts = 0;

  /** People in the mix now; 0 when there is none. */
  get people(): number {
    return [...this.#running].reduce((sum, { peopleCount }) => sum + peopleCount, 0);
  }

  get isComposed(): boolean {
    return this.#running.size > 0;
  }

  get framesLate(): number {
    return [...this.#running].reduce((sum, { stats }) => sum + (stats?.framesLate ?? 0), this.#endedLate);
  }

  get framesDropped(): number {
    return [...this.#running].reduce(
      (sum, { stats }) => sum + (stats?.framesDropped ?? 0),
      this.#endedDropped,
    );
  }

  /** Compositors that had to be replaced, and decoders and encoders that they replaced themselves. */
  get restarts(): number {
    return [...this.#running].reduce((sum, { stats }) => sum + (stats?.restarts ?? 0), this.#restarts);
  }

  follow(source: Counted): void {
    this.#running.add(source);
  }

  leave(source: Counted, { wasReplaced }: { wasReplaced: boolean }): void {
    if (!this.#running.delete(source)) return;
    this.#endedLate += source.stats?.framesLate ?? 0;
    this.#endedDropped += source.stats?.framesDropped ?? 0;
    this.#restarts += (source.stats?.restarts ?? 0) + (wasReplaced ? 1 : 0);
  }
}
