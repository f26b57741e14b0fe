import { createHmac } from 'node:crypto';
import { AccessClaims, Grants, Role, RoomId, UserId } from '@lianmai/shared';
import { z } from 'zod';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import { isSameSecret } from '../core/isSameSecret.ts';
import type { Identity } from '../rooms/permissions.ts';
import type { SigningKey } from './AccessTokens.ts';

/** What a signed address says: which room, and for whom it was made. */
export interface MediaTicket {
  roomId: string;
  /** With what their access token allowed in this room; `null`: nobody in particular. */
  holder: Identity | null;
  issuedAtMs: number;
  expiresAtMs: number;
}

/** Short names: it stands in every address. */
const Claims = z.strictObject({
  r: RoomId,
  iat: z.number().int(),
  exp: z.number().int(),
  u: z
    .strictObject({
      id: UserId,
      role: Role,
      room: Grants.shape.room,
      sid: AccessClaims.shape.sid,
      ak: AccessClaims.shape.addressKey,
    })
    .optional(),
});
type Claims = z.infer<typeof Claims>;

const maxTokenLength = 2048;

/**
 * Makes and reads the token that stands in the path of a signed media address, so that whatever a playlist names beside itself is signed
 * by it too. It is no access token: it opens one room's media and nothing else.
 */
export class MediaAddresses {
  readonly #newestKey: Buffer;
  readonly #keys: readonly Buffer[];
  readonly #ttlMs: number;
  readonly #clock: Clock;

  /** @param options.signingKeys newest first: the first signs, all verify */
  constructor(options: { signingKeys: readonly SigningKey[]; ttlMs: number; clock: Clock }) {
    this.#keys = options.signingKeys.map(({ secret }) => hmac(secret, 'media address'));
    const [newest] = this.#keys;
    if (!newest) throw new Error('at least one signing key is needed');
    this.#newestKey = newest;
    this.#ttlMs = options.ttlMs;
    this.#clock = options.clock;
  }

  /** Never good for longer than the access token that it is given for. */
  issue(roomId: string, holder: Identity | null): { token: string; expiresAtMs: number } {
    const iat = Math.round(this.#clock.nowMs());
    const exp = Math.floor(Math.min(iat + this.#ttlMs, holder?.expiresAtMs ?? Number.POSITIVE_INFINITY));
    const claims: Claims = { r: roomId, iat, exp, ...(holder && { u: holderClaims(holder) }) };
    const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return { token: `${body}.${hmac(this.#newestKey, body).toString('base64url')}`, expiresAtMs: exp };
  }

  /** @throws AppError `media_address_invalid`, `media_address_expired` */
  read(token: string): MediaTicket {
    const [body = '', signature = ''] = token.length > maxTokenLength ? [] : token.split('.');
    if (!this.#isSigned(body, Buffer.from(signature, 'base64url')))
      throw new AppError('media_address_invalid');
    const { r: roomId, iat, exp, u } = Claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
    if (this.#clock.nowMs() >= exp) throw new AppError('media_address_expired');
    return { roomId, holder: u ? holderOf(u, exp) : null, issuedAtMs: iat, expiresAtMs: exp };
  }

  #isSigned(body: string, signature: Buffer): boolean {
    return this.#keys.some((key) => isSameSecret(signature, hmac(key, body)));
  }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function holderClaims({ userId, grants, signInId, addressKey }: Identity): Claims['u'] {
  return {
    id: userId,
    // What may moderate may come in everywhere.
    role: grants.moderate && grants.role === 'viewer' ? 'moderator' : grants.role,
    room: grants.room,
    ...(signInId ? { sid: signInId } : {}),
    ...(addressKey ? { ak: addressKey } : {}),
  };
}

/** Enough of somebody to say whether they may watch. Whoever looks at media has no name there. */
function holderOf({ id, role, room, sid, ak }: NonNullable<Claims['u']>, expiresAtMs: number): Identity {
  const grants = Grants.parse({ role, room });
  return { userId: id, name: '', avatarUrl: null, grants, expiresAtMs, signInId: sid, addressKey: ak };
}
