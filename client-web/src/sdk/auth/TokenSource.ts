import type { LiveErrorCode } from '../LiveError.ts';

/** Where access tokens come from, and whom the SDK tells that the server refuses one. `AuthSession` is one. */
export interface TokenSource {
  /** A token that is good as far as is known. */
  token(): Promise<string>;
  /**
   * The server refused this token.
   * @returns whether another one is worth trying; rejects where that cannot be found out now (no network)
   */
  renew(refused: string): Promise<boolean>;
}

/** A token, how to get a fresh one, or a whole source of them. */
export type TokenOption = string | (() => string | Promise<string>) | TokenSource;

const refusals: readonly LiveErrorCode[] = ['token_expired', 'token_invalid', 'token_revoked'];

/** The server does not take this token (any more); with another one the same request may go through. */
export function isTokenRefusal(code: LiveErrorCode): boolean {
  return refusals.includes(code);
}

export function tokenSourceOf(option: TokenOption): TokenSource {
  if (typeof option === 'string') return { token: async () => option, renew: async () => false };
  if (typeof option === 'object') return option;
  const token = async () => await option();
  return { token, renew: async (refused) => (await token()) !== refused };
}
