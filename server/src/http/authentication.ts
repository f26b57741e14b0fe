import type { Request } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { Identity } from '../rooms/permissions.ts';

/** Who makes this request, by its bearer token. @throws AppError `token_missing`, `token_invalid`, `token_expired` */
export function authenticate(tokens: AccessTokens, request: Request): Promise<Identity> {
  return tokens.verify(bearerToken(request));
}

/** RFC 6750 §2.1. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
