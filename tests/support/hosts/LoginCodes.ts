import { randomBytes } from 'node:crypto';

/** Codes that a host's `login()` gives: good once, for a while, for one user of one mini program. */
export class LoginCodes {
  readonly #codes = new Map<string, { openId: string; untilMs: number }>();
  readonly #nowMs: () => number;
  readonly #ttlMs: number;

  constructor(nowMs: () => number, ttlMs: number) {
    this.#nowMs = nowMs;
    this.#ttlMs = ttlMs;
  }

  issue(openId: string): string {
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, { openId, untilMs: this.#nowMs() + this.#ttlMs });
    return code;
  }

  /** Whose it is; gone with this. */
  take(code: unknown): string | null {
    const known = this.#codes.get(String(code));
    this.#codes.delete(String(code));
    return known && this.#nowMs() < known.untilMs ? known.openId : null;
  }
}
