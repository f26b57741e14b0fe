import type {
  ChangePasswordBody,
  LoginBody,
  Me,
  MeUpdated,
  RegisterBody,
  UpdateMeBody,
} from '@lianmai/shared';
import { Emitter } from '../core/Emitter.ts';
import { type ReadableStore, Store } from '../core/Store.ts';
import { LiveError } from '../LiveError.ts';
import { AccountRest } from '../rest/AccountRest.ts';
import { RestClient } from '../rest/RestClient.ts';
import type { RestOptions } from '../rest/RestTransport.ts';
import {
  accountCredentials,
  type CredentialStorage,
  type Credentials,
  guestCredentials,
  parseCredentials,
} from './credentials.ts';
import { acrossTabs, type Exclusively } from './exclusively.ts';
import { isTokenRefusal, type TokenSource } from './TokenSource.ts';

export interface AuthSessionOptions extends Omit<RestOptions, 'token'> {
  storage: CredentialStorage;
  /** The name of a guest whom nobody has asked. Absent: nobody becomes a guest by themselves (`token_missing`). */
  guestName?: () => string;
  exclusively?: Exclusively;
}

export interface AuthSessionEvents {
  /** The server ended this sign-in: password changed, logged out everywhere, or too long away. */
  revoked: Record<string, never>;
}

/** A token this close to its end is replaced before it is used. */
const renewAheadMs = 60_000;
const lockName = 'credentials';

/**
 * Owns who this client is. Guarantees a valid token to whoever asks: remembered, renewed before it expires and after it was refused, one
 * renewal at a time over all tabs, and the same person in all of them.
 */
export class AuthSession implements TokenSource {
  readonly #options: AuthSessionOptions;
  readonly #exclusively: Exclusively;
  readonly #public: AccountRest;
  readonly #own: AccountRest;
  readonly #guests: RestClient;
  readonly #events = new Emitter<AuthSessionEvents>();
  readonly #credentials: Store<Credentials | null>;
  /** Under way, by the token that was refused. */
  readonly #renewals = new Map<string | null, Promise<Credentials>>();

  constructor(options: AuthSessionOptions) {
    this.#options = options;
    this.#exclusively = options.exclusively ?? acrossTabs();
    this.#public = new AccountRest(options);
    this.#own = new AccountRest({ ...options, token: this });
    this.#guests = new RestClient(options);
    this.#credentials = new Store(parseCredentials(options.storage.read()));
    // Lives as long as the page does.
    options.storage.onWrittenElsewhere((value) => this.#credentials.set(parseCredentials(value)));
  }

  /** `null`: nobody yet. Whoever asks for a token then becomes a guest. */
  get credentials(): ReadableStore<Credentials | null> {
    return this.#credentials;
  }

  on<E extends keyof AuthSessionEvents>(
    event: E,
    listener: (payload: AuthSessionEvents[E]) => void,
  ): () => void {
    return this.#events.on(event, listener);
  }

  async token(): Promise<string> {
    return (await this.ensure()).token;
  }

  /** The present person with a token that is good for a while; a guest where there is nobody. */
  async ensure(): Promise<Credentials> {
    const present = this.#credentials.getSnapshot();
    if (present && isFresh(present)) return present;
    return await this.#renewOnce(null);
  }

  async renew(refused: string): Promise<boolean> {
    try {
      return (await this.#renewOnce(refused)).token !== refused;
    } catch (cause) {
      const error = LiveError.from(cause);
      if (error.retryable) throw error;
      return false;
    }
  }

  /** The person chose this name, and no account. A guest keeps their user id. */
  async signInAsGuest(name: string): Promise<Credentials> {
    return await this.#exclusively(lockName, async () => {
      const earlier = this.#credentials.getSnapshot();
      const earlierToken = earlier?.kind === 'guest' ? earlier.token : undefined;
      return this.#keep(guestCredentials(await this.#guests.loginAsGuest(name, earlierToken), true));
    });
  }

  /** A guest who registers stays the same user. */
  async register(body: RegisterBody): Promise<Credentials> {
    const guest = this.#credentials.getSnapshot()?.kind === 'guest' ? await this.ensure() : null;
    const login = await this.#public.register(body, guest?.kind === 'guest' ? guest.token : undefined);
    return this.#keep(accountCredentials(login));
  }

  async login(body: LoginBody): Promise<Credentials> {
    return this.#keep(accountCredentials(await this.#public.login(body)));
  }

  /** Ends this sign-in, here and in the other tabs, also when the server does not hear of it. */
  async logout(): Promise<void> {
    const present = this.#credentials.getSnapshot();
    this.#forget();
    if (present?.kind === 'account') await this.#public.logout(present.refreshToken).catch(() => undefined);
  }

  async logoutEverywhere(): Promise<void> {
    await this.#public.logoutEverywhere(await this.token());
    this.#forget();
  }

  async me(signal?: AbortSignal): Promise<Me> {
    return await this.#own.me(signal);
  }

  async updateMe(body: UpdateMeBody): Promise<Me> {
    return this.#keepUpdate(await this.#own.updateMe(body));
  }

  async setAvatar(picture: Blob): Promise<Me> {
    return this.#keepUpdate(await this.#own.setAvatar(picture));
  }

  async changePassword(body: ChangePasswordBody): Promise<void> {
    await this.#own.changePassword(body);
  }

  async #renewOnce(refused: string | null): Promise<Credentials> {
    const running = this.#renewals.get(refused);
    if (running) return await running;
    const renewal = this.#exclusively(lockName, async () => await this.#renew(refused)).finally(() =>
      this.#renewals.delete(refused),
    );
    this.#renewals.set(refused, renewal);
    return await renewal;
  }

  // Another tab may have renewed while this one waited for its turn: then that is the answer.
  async #renew(refused: string | null): Promise<Credentials> {
    const stored = parseCredentials(this.#options.storage.read());
    if (stored && isFresh(stored) && stored.token !== refused) {
      this.#credentials.set(stored);
      return stored;
    }
    if (stored?.kind === 'account') return this.#keep(await this.#refresh(stored.refreshToken));
    const { guestName } = this.#options;
    const name = stored?.user.name ?? guestName?.();
    if (name === undefined) throw new LiveError('token_missing');
    const login = await this.#guests.loginAsGuest(name, stored?.token);
    return this.#keep(guestCredentials(login, stored?.isNameChosen ?? false));
  }

  async #refresh(refreshToken: string): Promise<Credentials> {
    try {
      return accountCredentials(await this.#public.refresh(refreshToken));
    } catch (cause) {
      const error = LiveError.from(cause);
      if (!isTokenRefusal(error.code)) throw error;
      this.#forget();
      this.#events.emit('revoked', {});
      throw error;
    }
  }

  #keepUpdate({ token, expiresAt, ...me }: MeUpdated): Me {
    const present = this.#credentials.getSnapshot();
    if (present) this.#keep({ ...present, user: me.user, token, expiresAtMs: Date.parse(expiresAt) });
    return me;
  }

  #keep(credentials: Credentials): Credentials {
    this.#options.storage.write(JSON.stringify(credentials));
    this.#credentials.set(credentials);
    return credentials;
  }

  #forget(): void {
    this.#options.storage.write(null);
    this.#credentials.set(null);
  }
}

function isFresh({ expiresAtMs }: Credentials): boolean {
  return expiresAtMs - renewAheadMs > Date.now();
}
