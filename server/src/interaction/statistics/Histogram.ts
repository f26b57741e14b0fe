const smallestMs = 1;
const growth = 1.1;
/** The last one holds everything from ten minutes on. */
const bucketCount = Math.ceil(Math.log(600_000 / smallestMs) / Math.log(growth)) + 1;

/** How often each bucket was hit, the empty ones left out: what is kept of a histogram. */
export type SavedHistogram = readonly (readonly [bucket: number, count: number])[];

/**
 * Counts durations in buckets that each are a tenth wider than the one before: any percentile within 5 % of the true value, in the
 * same small memory however many there are.
 */
export class Histogram {
  readonly #counts = new Map<number, number>();
  #total = 0;

  static from(saved: SavedHistogram): Histogram {
    const histogram = new Histogram();
    for (const [bucket, count] of saved) histogram.#add(bucket, count);
    return histogram;
  }

  get count(): number {
    return this.#total;
  }

  add(ms: number): void {
    this.#add(bucketOf(ms), 1);
  }

  /** The value that `share` (0 to 1) of all values do not exceed; `null` when there is none. */
  percentile(share: number): number | null {
    if (this.#total === 0) return null;
    const rank = Math.max(1, Math.ceil(share * this.#total));
    let seen = 0;
    for (const [bucket, count] of this.#sorted()) {
      seen += count;
      if (seen >= rank) return middleOf(bucket);
    }
    return null;
  }

  save(): SavedHistogram {
    return this.#sorted();
  }

  #add(bucket: number, count: number): void {
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
    this.#total += count;
  }

  #sorted(): [number, number][] {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }
}

function bucketOf(ms: number): number {
  if (!(ms > smallestMs)) return 0;
  return Math.min(bucketCount - 1, Math.ceil(Math.log(ms / smallestMs) / Math.log(growth)));
}

/** Halfway between a bucket's ends, by ratio. */
function middleOf(bucket: number): number {
  return bucket === 0 ? smallestMs : Math.round(smallestMs * growth ** (bucket - 0.5));
}
