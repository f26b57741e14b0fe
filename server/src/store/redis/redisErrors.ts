import { ReplyError } from 'ioredis';

/** Redis cannot be used now: it is away, hangs, or takes no writes. Whoever gets it goes on without, and is told when it is back. */
export class RedisUnavailable extends Error {
  constructor(reason: string) {
    super(`redis is unavailable: ${reason}`);
    this.name = 'RedisUnavailable';
  }
}

/** Redis did not answer in time. Whether it did what it was asked is not known. */
export class DeadlinePassed extends Error {
  constructor() {
    super('redis did not answer in time');
    this.name = 'DeadlinePassed';
  }
}

export type RedisFault =
  /** It answers, but takes no writes until somebody or something changes that. */
  | { kind: 'refuses'; code: string }
  /** This command was wrong: trying the same again brings the same. */
  | { kind: 'rejects'; message: string }
  | { kind: 'hangs' }
  | { kind: 'disconnects'; message: string };

const refusals = new Set([
  'BUSY',
  'LOADING',
  'MASTERDOWN',
  'MISCONF',
  'NOAUTH',
  'NOPERM',
  'NOREPLICAS',
  'OOM',
  'READONLY',
  'WRONGPASS',
]);

/** What an error of ioredis says about Redis. Only the message is ever passed on: the error also holds the command's arguments. */
export function faultOf(error: unknown): RedisFault {
  if (error instanceof DeadlinePassed) return { kind: 'hangs' };
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ReplyError)) return { kind: 'disconnects', message };
  const code = refusalIn(message);
  return code ? { kind: 'refuses', code } : { kind: 'rejects', message };
}

// A script's error names its own first (`ERR Error running script ... OOM command not allowed`) in some versions of Redis.
function refusalIn(message: string): string | undefined {
  return message.match(/\b[A-Z]{3,}\b/gu)?.find((word) => refusals.has(word));
}
