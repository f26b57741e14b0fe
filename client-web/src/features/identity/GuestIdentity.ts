import type { LoginResult, UserRef } from '@lianmai/shared';
import { readStored, writeStored } from '../../app/storage.ts';
import { friendlyName } from './friendlyName.ts';

const storageKey = 'lianmai.guest';
/** A token this close to its end is replaced before it is used. */
const renewAheadMs = 60_000;

export interface Guest {
  user: UserRef;
  token: string;
  expiresAtMs: number;
  /** The person chose the name; otherwise it was made up so that watching needs no question. */
  isNameChosen: boolean;
}

/**
 * Owns who this browser is. Guarantees a valid token to whoever asks (`token()`): remembered, renewed before it expires, one login at
 * a time however many ask, and the same in all tabs.
 */
export class GuestIdentity {
  readonly #login: (name: string, earlierToken?: string) => Promise<LoginResult>;
  readonly #listeners = new Set<() => void>();
  #guest: Guest | null = parseGuest(readStored(storageKey));
  #pending: Promise<Guest> | null = null;

  constructor(login: (name: string, earlierToken?: string) => Promise<LoginResult>) {
    this.#login = login;
    // The tab that signs in tells the others through their shared storage; both live as long as the page.
    globalThis.addEventListener?.('storage', (event: StorageEvent) => {
      if (event.key === storageKey) this.#replace(parseGuest(event.newValue));
    });
  }

  readonly getSnapshot = (): Guest | null => this.#guest;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** The person chose this name. */
  async signIn(name: string): Promise<Guest> {
    return await this.#signInAs(name, true);
  }

  async token(): Promise<string> {
    return (await this.ensure()).token;
  }

  /** The present guest with a valid token; signs in under the remembered or a made-up name where there is none. */
  async ensure(): Promise<Guest> {
    const guest = this.#guest;
    if (guest && guest.expiresAtMs - renewAheadMs > Date.now()) return guest;
    this.#pending ??= this.#renew(guest).finally(() => {
      this.#pending = null;
    });
    return await this.#pending;
  }

  /** The server does not accept the token any more: the next `token()` gets a new one under the same name. */
  rejectToken(): void {
    if (this.#guest) this.#replace({ ...this.#guest, expiresAtMs: 0 });
  }

  async #renew(guest: Guest | null): Promise<Guest> {
    const language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
    return await this.#signInAs(guest?.user.name ?? friendlyName(language), guest?.isNameChosen ?? false);
  }

  async #signInAs(name: string, isNameChosen: boolean): Promise<Guest> {
    const { token, user, expiresAt } = await this.#login(name, this.#guest?.token);
    const guest = { token, user, expiresAtMs: Date.parse(expiresAt), isNameChosen };
    writeStored(storageKey, JSON.stringify(guest));
    this.#replace(guest);
    return guest;
  }

  #replace(guest: Guest | null): void {
    this.#guest = guest;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** What another version of this page stored may have another shape: then there is no guest. */
function parseGuest(stored: string | null): Guest | null {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    return isGuest(value) ? value : null;
  } catch {
    return null;
  }
}

function isGuest(value: unknown): value is Guest {
  if (typeof value !== 'object' || value === null) return false;
  if (!('user' in value && 'token' in value && 'expiresAtMs' in value && 'isNameChosen' in value))
    return false;
  const { user, token, expiresAtMs } = value;
  if (typeof user !== 'object' || user === null || !('id' in user && 'name' in user)) return false;
  return (
    typeof user.id === 'string' &&
    typeof user.name === 'string' &&
    typeof token === 'string' &&
    typeof expiresAtMs === 'number'
  );
}
