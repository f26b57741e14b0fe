import type { Request } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import { AppError } from '../core/AppError.ts';
import { type Identity, isPlatformOperator } from '../rooms/permissions.ts';

/** Who makes this request, by its bearer token. @throws AppError `token_missing`, `token_invalid`, `token_expired` */
export function authenticate(tokens: AccessTokens, request: Request): Promise<Identity> {
  return tokens.verify(bearerToken(request));
}

/** The same, for operators of the platform only. @throws AppError `forbidden` */
export async function authenticateOperator(tokens: AccessTokens, request: Request): Promise<Identity> {
  const identity = await authenticate(tokens, request);
  if (!isPlatformOperator(identity.grants)) throw new AppError('forbidden');
  return identity;
}

/** For what everybody may ask and some are told more. @throws AppError for a token that is there and not good */
export async function optionalIdentity(tokens: AccessTokens, request: Request): Promise<Identity | null> {
  return request.headers.authorization === undefined ? null : await authenticate(tokens, request);
}

/** RFC 6750 §2.1. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
