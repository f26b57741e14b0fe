import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../core/AppError.ts';

const derive = promisify<'argon2id', Argon2Parameters, Buffer>(argon2);

/** OWASP's second choice of equal strength for argon2id: 19 MiB, two passes, one lane. About 0.1 s of a core. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;
/** Hashing runs in Node's thread pool, which files and names need as well. */
const atOnce = 2;
const maxWaiting = 100;

export interface Verdict {
  isRight: boolean;
  /** Made with other costs than today's: to be made anew while the password is at hand. */
  isOutdated: boolean;
}

/** Hashes passwords with argon2id into PHC strings, a few at a time. */
export class PasswordHasher {
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #decoy: Promise<string> | null = null;

  /** @throws AppError `capacity_reached` when too many wait */
  hash(password: string): Promise<string> {
    return this.#inTurn(async () => {
      const salt = randomBytes(saltBytes);
      return phcString(salt, await tagOf(password, salt, cost, tagBytes));
    });
  }

  /**
   * Takes as long with no hash to compare with: nobody learns by the time which accounts exist.
   * @throws AppError `capacity_reached` when too many wait
   */
  async verify(password: string, stored: string | null): Promise<Verdict> {
    const phc = stored ?? (await this.#decoyHash());
    const verdict = await this.#inTurn(() => compare(password, phc));
    return stored === null ? { isRight: false, isOutdated: false } : verdict;
  }

  #decoyHash(): Promise<string> {
    this.#decoy ??= this.hash(randomBytes(16).toString('base64')).catch((error: unknown) => {
      // The next one who asks must not be told of a rush that is over.
      this.#decoy = null;
      throw error;
    });
    return this.#decoy;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnce) await this.#turn();
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= maxWaiting)
      throw new AppError('capacity_reached', { detail: 'too many passwords to hash' });
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

function tagOf(
  password: string,
  nonce: Buffer,
  { memory, passes, parallelism }: typeof cost,
  tagLength: number,
): Promise<Buffer> {
  // NIST SP 800-63B §3.1.1.2: the same password from another keyboard must not have other bytes.
  const message = password.normalize('NFKC');
  return derive('argon2id', { message, nonce, memory, passes, parallelism, tagLength });
}

function phcString(salt: Buffer, tag: Buffer): string {
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

async function compare(password: string, phc: string): Promise<Verdict> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc);
  if (!parts) throw new Error('not an argon2id hash');
  const [memory = 0, passes = 0, parallelism = 0] = parts.slice(1, 4).map(Number);
  const [salt, expected] = [Buffer.from(parts[4] ?? '', 'base64'), Buffer.from(parts[5] ?? '', 'base64')];
  const tag = await tagOf(password, salt, { memory, passes, parallelism }, expected.length);
  const isOutdated = memory !== cost.memory || passes !== cost.passes || parallelism !== cost.parallelism;
  return { isRight: timingSafeEqual(tag, expected), isOutdated };
}

// PHC strings carry no padding.
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
