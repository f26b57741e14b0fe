import type { Request } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { Identity } from '../rooms/permissions.ts';

/** Who makes this request, by its `Authorization: Bearer` header. @throws AppError `token_missing`, `token_invalid`, `token_expired` */
export function authenticate(tokens: AccessTokens, request: Request): Promise<Identity> {
  const [, token] = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return tokens.verify(token);
}
