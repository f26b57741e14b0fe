import { giftLimits } from '@lianmai/shared';
import { randomId } from '../../rooms/ids.ts';

/** A combo as it stands: the next gift of the same kind within the time goes on with it. */
export interface Combo {
  comboId: string;
  comboCount: number;
  lastAtMs: number;
}

/** The combo that a gift makes or continues. */
export function nextCombo(before: Combo | undefined, count: number, atMs: number): Combo {
  const goesOn = before !== undefined && atMs - before.lastAtMs <= giftLimits.comboMs;
  return {
    comboId: goesOn ? before.comboId : randomId(),
    comboCount: (goesOn ? before.comboCount : 0) + count,
    lastAtMs: atMs,
  };
}

/** Owns which combos are running; forgets those that are over. */
export class Combos {
  readonly #running = new Map<string, Combo>();
  #sweptAtMs = 0;

  get(key: string): Combo | undefined {
    return this.#running.get(key);
  }

  set(key: string, combo: Combo): void {
    this.#sweep(combo.lastAtMs);
    this.#running.set(key, combo);
  }

  get size(): number {
    return this.#running.size;
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptAtMs < giftLimits.comboMs) return;
    this.#sweptAtMs = nowMs;
    for (const [key, { lastAtMs }] of this.#running) {
      if (nowMs - lastAtMs > giftLimits.comboMs) this.#running.delete(key);
    }
  }
}
