import { randomBytes } from 'node:crypto';
import { LoginCodes } from './LoginCodes.ts';

export interface FakeApp {
  appId: string;
  secret: string;
}

export interface VendorRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
}

export interface FakeVendorOptions {
  app: FakeApp;
  /** The vendor's own clock, which tests move. */
  nowMs: () => number;
}

/** How long a code of any of the three hosts is good at least, by their documents. */
const codeTtlMs = 5 * 60_000;

/** What the servers of all mini-program hosts have in common. */
export abstract class FakeVendor {
  readonly app: FakeApp;
  readonly codes: LoginCodes;
  /** The next so many requests are answered with "busy". */
  busyFor = 0;
  /** Secrets that only a server may ever see. */
  readonly sessionKeys: string[] = [];
  protected readonly nowMs: () => number;

  constructor({ app, nowMs }: FakeVendorOptions) {
    this.app = app;
    this.nowMs = nowMs;
    this.codes = new LoginCodes(nowMs, codeTtlMs);
  }

  /** @returns null for what is not this vendor's */
  abstract answer(request: VendorRequest): object | null;

  protected get isBusy(): boolean {
    if (this.busyFor <= 0) return false;
    this.busyFor -= 1;
    return true;
  }

  protected sessionKey(): string {
    const key = randomBytes(16).toString('base64');
    this.sessionKeys.push(key);
    return key;
  }
}

export function objectOf(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
