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
  /** However many are refused at once, we log in once. */
  #renewing: Promise<boolean> | null = null;

  /** @param renew another login where the token is refused; null where only a guest's fresh start is left */
  constructor(platform: Platform, renew: () => Promise<LoginResult | null>) {
    this.#platform = platform;
    this.#renew = renew;
    this.#kept = read(platform.stored(storageKey));
  }

  get user(): UserRef | null {
    return this.#kept?.user ?? null;
  }

  keep({ token, user }: Kept): void {
    this.#kept = { token, user };
    this.#platform.store(storageKey, JSON.stringify(this.#kept));
  }

  forget(): void {
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
    this.forget();
    const login = await this.#renew();
    if (login) this.keep(login);
    return login !== null;
  }
}

function read(text: string | null): Kept | null {
  const kept = parsedJson(text ?? '') as Partial<Kept> | null;
  return kept?.token && kept.user?.id ? (kept as Kept) : null;
}
