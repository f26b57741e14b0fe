import { randomBytes } from 'node:crypto';

/**
 * Makes ids that sort by time: milliseconds, then a count within the process's present millisecond, then randomness, so that two
 * processes never make the same.
 */
export class MessageIds {
  #lastMs = 0;
  #count = 0;

  next(nowMs: number): string {
    const ms = Math.max(Math.floor(nowMs), this.#lastMs);
    this.#count = ms === this.#lastMs ? this.#count + 1 : 0;
    this.#lastMs = ms;
    return `${pad(ms, 9)}${pad(this.#count, 4)}${randomBytes(4).toString('hex')}`;
  }
}

function pad(value: number, length: number): string {
  return value.toString(36).padStart(length, '0');
}
