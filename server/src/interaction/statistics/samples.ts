/** One stretch of a show as it is counted and kept. */
export interface Sample {
  /** The end of the stretch, ms since the epoch. */
  atMs: number;
  /** At the end. */
  viewers: number;
  /** Within the stretch, as are the counts below. */
  peakViewers: number;
  arrivals: number;
  leavings: number;
  chatMessages: number;
  likes: number;
  gifts: number;
  income: number;
}

/** Two hours of ten seconds each; a chart has no more pixels to show them on. */
const maxSamples = 720;

/**
 * The samples of a show, however long: when there are too many, neighbours are joined, and from then on each point stands for twice
 * the time. Nothing counted is lost.
 */
export class SampleSeries {
  readonly #limit: number;
  #points: Sample[] = [];
  /** Samples that one point stands for, and those in the newest one. */
  #perPoint = 1;
  #inNewest = 1;

  constructor(limit = maxSamples) {
    this.#limit = limit;
  }

  /** The few points that stand for `samples`. */
  static of(samples: readonly Sample[], limit = maxSamples): readonly Sample[] {
    const series = new SampleSeries(limit);
    for (const sample of samples) series.add(sample);
    return series.points;
  }

  get points(): readonly Sample[] {
    return this.#points;
  }

  add(sample: Sample): void {
    const newest = this.#points.at(-1);
    if (newest && this.#inNewest < this.#perPoint) {
      this.#points[this.#points.length - 1] = join(newest, sample);
      this.#inNewest += 1;
      return;
    }
    this.#points.push(sample);
    this.#inNewest = 1;
    if (this.#points.length > this.#limit) this.#joinPairs();
  }

  #joinPairs(): void {
    const before = this.#points;
    this.#points = [];
    for (let i = 0; i < before.length; i += 2) {
      const first = before[i];
      const second = before[i + 1];
      if (first) this.#points.push(second ? join(first, second) : first);
    }
    if (before.length % 2 === 0) this.#inNewest += this.#perPoint;
    this.#perPoint *= 2;
  }
}

function join(a: Sample, b: Sample): Sample {
  return {
    atMs: b.atMs,
    viewers: b.viewers,
    peakViewers: Math.max(a.peakViewers, b.peakViewers),
    arrivals: a.arrivals + b.arrivals,
    leavings: a.leavings + b.leavings,
    chatMessages: a.chatMessages + b.chatMessages,
    likes: a.likes + b.likes,
    gifts: a.gifts + b.gifts,
    income: a.income + b.income,
  };
}
