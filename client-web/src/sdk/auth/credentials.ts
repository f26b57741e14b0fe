import type { AccountLogin, LoginResult, UserRef } from '@lianmai/shared';

interface Signed {
  user: UserRef;
  token: string;
  expiresAtMs: number;
}

/** Who this client is, and what proves it. */
export type Credentials =
  /** `isNameChosen`: the person chose the name; otherwise it was made up so that watching needs no question. */
  (Signed & { kind: 'guest'; isNameChosen: boolean }) | (Signed & { kind: 'account'; refreshToken: string });

/** Where credentials outlive the page, shared by all tabs of one browser. Never throws: where nothing can be stored it remembers. */
export interface CredentialStorage {
  read(): string | null;
  write(value: string | null): void;
  /** Calls `listener` when somebody else (another tab) wrote; returns the undo. */
  onWrittenElsewhere(listener: (value: string | null) => void): () => void;
}

export function guestCredentials(
  { user, token, expiresAt }: LoginResult,
  isNameChosen: boolean,
): Credentials {
  return { kind: 'guest', user, token, expiresAtMs: Date.parse(expiresAt), isNameChosen };
}

export function accountCredentials({ user, token, expiresAt, refreshToken }: AccountLogin): Credentials {
  return { kind: 'account', user, token, expiresAtMs: Date.parse(expiresAt), refreshToken };
}

/** What another version of the application stored may have another shape: then there is nobody. */
export function parseCredentials(stored: string | null): Credentials | null {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    return isCredentials(value) ? value : null;
  } catch {
    return null;
  }
}

function isCredentials(value: unknown): value is Credentials {
  if (!isRecord(value) || !isRecord(value.user)) return false;
  const { user, token, expiresAtMs, kind } = value;
  if (typeof user.id !== 'string' || typeof user.name !== 'string') return false;
  if (typeof token !== 'string' || typeof expiresAtMs !== 'number') return false;
  if (kind === 'account') return typeof value.refreshToken === 'string';
  return kind === 'guest' && typeof value.isNameChosen === 'boolean';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
