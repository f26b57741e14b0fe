import type { LoginResult, UserRef } from '@lianmai/shared';
import type { TokenSource } from '../../client-web/src/sdk/auth/TokenSource.ts';
import type { Platform } from './Platform.ts';
import { parsedJson } from './parsedJson.ts';

interface Kept {
  token: string;
  user: UserRef;
}

const storageKey = 'lianmai.login';

/**
 * Keeps who we are over restarts of the mini program. Without a login there is no token, and the server lets us in as a guest where it
 * lets guests in.
 */
export class TokenKeeper implements TokenSource {
  readonly #platform: Platform;
  readonly #renew: () => Promise<LoginResult | null>;
  #kept: Kept | null;
  /** Whose token was refused, for as long as another login is under way. */
  #former: Kept | null = null;
  /** However many are refused at once, we log in once. */
  #renewing: Promise<boolean> | null = null;

  /** @param renew another login where the token is refused; null where only a guest's fresh start is left */
  constructor(platform: Platform, renew: () => Promise<LoginResult | null>) {
    this.#platform = platform;
    this.#renew = renew;
    this.#kept = read(platform.stored(storageKey));
  }

  get user(): UserRef | null {
    return (this.#kept ?? this.#former)?.user ?? null;
  }

  keep({ token, user }: Kept): void {
    this.#kept = { token, user };
    this.#platform.store(storageKey, JSON.stringify(this.#kept));
  }

  /** A guest whom the server made of us; not while somebody is still being logged in. */
  keepGuest(guest: Kept): void {
    if (!this.#former) this.keep(guest);
  }

  forget(): void {
    this.#former = null;
    this.#kept = null;
    this.#platform.store(storageKey, null);
  }

  /** Empty: none. */
  async token(): Promise<string> {
    return this.#kept?.token ?? '';
  }

  async renew(refused: string): Promise<boolean> {
    if (this.#kept && this.#kept.token !== refused) return true;
    this.#renewing ??= this.#loggedIn().finally(() => {
      this.#renewing = null;
    });
    // A token that is good no more is worth another try without one.
    return (await this.#renewing) || refused !== '';
  }

  async #loggedIn(): Promise<boolean> {
    // The login itself goes without a token.
    this.#former = this.#kept;
    this.#kept = null;
    try {
      const login = await this.#renew();
      if (login) this.keep(login);
      else if (!this.#kept) this.forget();
      return !!login;
    } finally {
      // No answer makes nobody a guest: the next refusal tries again. Whoever signed in or out meanwhile stays so.
      this.#kept = this.#kept ?? this.#former;
      this.#former = null;
    }
  }
}

function read(text: string | null): Kept | null {
  const kept = parsedJson(text ?? '') as Partial<Kept> | null;
  return kept?.token && kept.user?.id ? (kept as Kept) : null;
}
