import { type LiveClient, LiveError } from '@lianmai/miniprogram';
import type { LoginResult, UserRef } from '@lianmai/shared';

export interface IdentityDeps {
  client: LiveClient;
  stored: (key: string) => string | null;
  store: (key: string, value: string | null) => void;
  /** For guests, where the server knows nothing of this mini program's host. */
  guestName: () => string;
}

/** The id of whom the host signed in. */
const hostKey = 'lianmai.byHost';

/**
 * Who this is: nobody until something needs somebody, then by what the host says (it asks nobody for that), else a guest. Watching needs
 * nobody.
 */
export class Identity {
  readonly #deps: IdentityDeps;
  #signingIn: Promise<UserRef> | null = null;

  constructor(deps: IdentityDeps) {
    this.#deps = deps;
  }

  get user(): UserRef | null {
    return this.#deps.client.user;
  }

  /** Signed in by the host, not a guest. */
  get isByHost(): boolean {
    return this.user !== null && this.#deps.stored(hostKey) === this.user.id;
  }

  /** Somebody, whoever. @throws LiveError */
  async ensure(): Promise<UserRef> {
    return this.user ?? (await this.signIn());
  }

  /** By the host where the server is set up for it. Several at once are one. @throws LiveError */
  signIn(): Promise<UserRef> {
    this.#signingIn ??= this.#signIn().finally(() => {
      this.#signingIn = null;
    });
    return this.#signingIn;
  }

  signOut(): void {
    this.#deps.client.logout();
    this.#deps.store(hostKey, null);
  }

  /** For a token that the server refuses: null where only a guest's fresh start is left. */
  async renew(): Promise<LoginResult | null> {
    return this.isByHost ? await this.#deps.client.rest.hostLogin() : null;
  }

  async #signIn(): Promise<UserRef> {
    const { client, store, guestName } = this.#deps;
    try {
      const login = await client.rest.hostLogin();
      client.use(login);
      store(hostKey, login.user.id);
    } catch (error) {
      if (!(error instanceof LiveError && error.code === 'not_supported')) throw error;
      if (!client.user) client.use(await client.rest.guest(guestName()));
    }
    const { user } = client;
    if (!user) throw new LiveError('internal');
    return user;
  }
}
