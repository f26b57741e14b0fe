import type { LayoutInForce } from '@lianmai/shared';

interface Entry {
  at: number;
  layout: LayoutInForce;
}

/** Layouts that arrived ahead of the picture they belong to. Positions are in any unit that grows while playing. */
export class LayoutTimeline {
  #entries: Entry[] = [];

  /** In force from `at` on. Another one for the same moment replaces the first. */
  add(at: number, layout: LayoutInForce): void {
    this.#entries = [...this.#entries.filter((entry) => entry.at !== at), { at, layout }].sort(
      (a, b) => a.at - b.at,
    );
  }

  /** What is in force at `position`; null: nothing is known. Forgets what was in force before: players only go on. */
  at(position: number): LayoutInForce | null {
    const index = this.#entries.findLastIndex((entry) => entry.at <= position);
    if (index > 0) this.#entries = this.#entries.slice(index);
    return index < 0 ? null : (this.#entries[0]?.layout ?? null);
  }

  clear(): void {
    this.#entries = [];
  }
}
