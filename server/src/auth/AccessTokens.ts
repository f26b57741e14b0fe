import { AccessClaims, type Grants, tokenAudience } from '@lianmai/shared';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { AppError } from '../core/AppError.ts';
import { randomId } from '../rooms/ids.ts';
import type { Identity } from '../rooms/permissions.ts';

/** One shared secret of ours or of another application's backend. `keyId` travels in the token's header. */
export interface SigningKey {
  keyId: string;
  secret: string;
}

export interface IssuedToken {
  token: string;
  expiresAtMs: number;
}

const algorithm = 'HS256';
const leewaySeconds = 30;
const maxTokenLength = 4096;

/** Issues and verifies access tokens. The first key signs, all verify: that is how keys are rotated. */
export class AccessTokens {
  readonly #keys: Map<string, Uint8Array>;
  readonly #signingKeyId: string;

  readonly #checks: ((identity: Identity, issuedAtMs: number) => void)[] = [];

  /** @param keys newest first; at least one */
  constructor(keys: readonly SigningKey[]) {
    const newest = keys[0];
    if (!newest) throw new Error('at least one signing key is needed');
    this.#signingKeyId = newest.keyId;
    this.#keys = new Map(keys.map(({ keyId, secret }) => [keyId, new TextEncoder().encode(secret)]));
  }

  /** Comes after every verification, in the order of adding: refuses whom it does not let act by throwing an AppError. */
  addCheck(check: (identity: Identity, issuedAtMs: number) => void): void {
    this.#checks.push(check);
  }

  async issue(options: {
    userId: string;
    name: string;
    grants: Grants;
    avatarUrl?: string | null;
    addressKey?: string | null;
    signInId?: string | null;
    ttlMs: number;
    nowMs: number;
  }): Promise<IssuedToken> {
    // Not whole seconds: a token of the same second as a revocation must be told apart from those before it.
    const issuedAt = Math.round(options.nowMs) / 1000;
    const expiresAt = Math.floor(issuedAt + options.ttlMs / 1000);
    const token = await new SignJWT(claimsOf(options))
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: this.#signingKeyId })
      .setSubject(options.userId)
      .setAudience(tokenAudience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .setJti(randomId())
      .sign(this.#key(this.#signingKeyId));
    return { token, expiresAtMs: expiresAt * 1000 };
  }

  /**
   * @param options.expiredForMs accept a token that expired so long ago, to renew it
   * @throws AppError `token_missing`, `token_expired`, `token_invalid` (never saying what exactly was wrong), and what
   * a check throws
   */
  async verify(token: unknown, { expiredForMs = 0 }: { expiredForMs?: number } = {}): Promise<Identity> {
    if (typeof token !== 'string' || token === '') throw new AppError('token_missing');
    if (token.length > maxTokenLength) throw new AppError('token_invalid');
    const payload = await this.#payload(token, leewaySeconds + expiredForMs / 1000);
    const claims = AccessClaims.safeParse(payload);
    if (!claims.success) throw new AppError('token_invalid', { cause: claims.error });
    const { sub, name, avatarUrl, grants, addressKey, sid } = claims.data;
    const expiresAtMs = ((payload.exp ?? 0) + leewaySeconds) * 1000;
    const whose = { userId: sub, name, avatarUrl: avatarUrl ?? null, addressKey, signInId: sid };
    const identity: Identity = { ...whose, grants, expiresAtMs };
    for (const check of this.#checks) check(identity, Math.round((payload.iat ?? 0) * 1000));
    return identity;
  }

  async #payload(token: string, clockTolerance: number): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#key(kid), {
        algorithms: [algorithm],
        audience: tokenAudience,
        clockTolerance,
        requiredClaims: ['exp', 'sub'],
      });
      return payload;
    } catch (cause) {
      throw new AppError(cause instanceof errors.JWTExpired ? 'token_expired' : 'token_invalid', { cause });
    }
  }

  // The key comes from our own map only; a token's `jku`, `x5u` or `jwk` header is never looked at.
  #key(keyId: string | undefined): Uint8Array {
    const key = keyId === undefined ? undefined : this.#keys.get(keyId);
    if (!key) throw new AppError('token_invalid', { detail: 'unknown key id' });
    return key;
  }
}

function claimsOf({
  name,
  grants,
  avatarUrl,
  addressKey,
  signInId,
}: Parameters<AccessTokens['issue']>[0]): JWTPayload {
  return {
    name,
    grants,
    ...(avatarUrl ? { avatarUrl } : {}),
    ...(addressKey ? { addressKey } : {}),
    ...(signInId ? { sid: signInId } : {}),
  };
}
