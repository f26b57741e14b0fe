import type { Request } from 'express';
import type { AccessTokens } from '../auth/AccessTokens.ts';
import type { Actor } from '../interaction/moderation/Actor.ts';
import { authenticate } from './authentication.ts';

/** Who asks, and from where, as the audit log keeps it. @throws AppError those of the token */
export async function actorOf(tokens: AccessTokens, request: Request): Promise<Actor> {
  return { identity: await authenticate(tokens, request), origin: request.ip ?? 'unknown' };
}
