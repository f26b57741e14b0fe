/** A partial segment. */
export interface Part {
  durationMs: number;
  isIndependent: boolean;
  bytes: Buffer;
}

export interface Segment {
  /** Media sequence number. */
  msn: number;
  initVersion: number;
  isDiscontinuity: boolean;
  /** When its first picture was taken, ms since the epoch. */
  programDateTimeMs: number;
  parts: Part[];
  durationMs: number;
  /** The parts in a row; null while the segment is being made. */
  bytes: Buffer | null;
}

/** Where the stream is: the part that comes next. */
export interface Edge {
  msn: number;
  partIndex: number;
}

export interface WindowLimits {
  /** Complete segments in the playlist. */
  listed: number;
  /** Complete segments that have left the playlist and can still be fetched. */
  kept: number;
}

/** Holds the newest segments and parts of a stream, and no more than `WindowLimits` of them. */
export class SegmentWindow {
  readonly #limits: WindowLimits;
  #segments: Segment[] = [];
  #open: Segment | null = null;
  #nextMsn: number;
  #discontinuitySequence = 0;

  constructor(limits: WindowLimits, firstMsn: number) {
    this.#limits = limits;
    this.#nextMsn = firstMsn;
  }

  /** What the playlist shows, oldest first, the segment that is being made at the end. */
  get listed(): Segment[] {
    const complete = this.#segments.slice(-this.#limits.listed);
    return this.#open ? [...complete, this.#open] : complete;
  }

  /** Discontinuities that have left the playlist. */
  get discontinuitySequence(): number {
    const unlisted = this.#segments.slice(0, -this.#limits.listed);
    return this.#discontinuitySequence + unlisted.filter((segment) => segment.isDiscontinuity).length;
  }

  get edge(): Edge {
    if (this.#open) return { msn: this.#open.msn, partIndex: this.#open.parts.length };
    return { msn: this.#nextMsn, partIndex: 0 };
  }

  get hasCompleteSegment(): boolean {
    return this.#segments.length > 0;
  }

  find(msn: number): Segment | undefined {
    return this.#open?.msn === msn ? this.#open : this.#segments.find((segment) => segment.msn === msn);
  }

  open(start: Pick<Segment, 'initVersion' | 'isDiscontinuity' | 'programDateTimeMs'>): void {
    this.#open = { ...start, msn: this.#nextMsn, parts: [], durationMs: 0, bytes: null };
    this.#nextMsn += 1;
  }

  addPart(part: Part): void {
    this.#open?.parts.push(part);
  }

  /** Completes the segment that is being made. Its parts become views of its bytes: nothing is held twice. */
  close(): void {
    const segment = this.#open;
    if (!segment) return;
    this.#open = null;
    segment.durationMs = segment.parts.reduce((sum, part) => sum + part.durationMs, 0);
    segment.bytes = Buffer.concat(segment.parts.map((part) => part.bytes));
    let offset = 0;
    for (const part of segment.parts) {
      part.bytes = segment.bytes.subarray(offset, offset + part.bytes.length);
      offset += part.bytes.length;
    }
    this.#segments.push(segment);
    this.#evict();
  }

  #evict(): void {
    while (this.#segments.length > this.#limits.listed + this.#limits.kept) {
      if (this.#segments.shift()?.isDiscontinuity) this.#discontinuitySequence += 1;
    }
  }
}
