import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { AccessTokens } from './AccessTokens.ts';
import { guestGrants } from './guests.ts';

const older = { keyId: 'old', secret: 'o'.repeat(32) };
const newer = { keyId: 'new', secret: 'n'.repeat(32) };
const claims = { name: 'Anna', grants: guestGrants };

function sign(
  overrides: {
    kid?: string;
    alg?: string;
    audience?: string;
    expires?: string;
    secret?: string;
    notBefore?: string;
    sub?: string | null;
    payload?: object;
  } = {},
) {
  const jwt = new SignJWT({ ...claims, ...overrides.payload })
    .setProtectedHeader({ alg: overrides.alg ?? 'HS256', kid: overrides.kid ?? 'new' })
    .setAudience(overrides.audience ?? 'lianmai')
    .setExpirationTime(overrides.expires ?? '10m');
  if (overrides.sub !== null) jwt.setSubject(overrides.sub ?? 'anna');
  if (overrides.notBefore) jwt.setNotBefore(overrides.notBefore);
  return jwt.sign(new TextEncoder().encode(overrides.secret ?? newer.secret));
}

describe('AccessTokens', () => {
  const tokens = new AccessTokens([newer, older]);

  it('verifies what it issued', async () => {
    const { token } = await tokens.issue({
      userId: 'u',
      name: 'U',
      grants: guestGrants,
      ttlMs: 60_000,
      nowMs: Date.now(),
    });
    expect(await tokens.verify(token)).toMatchObject({
      userId: 'u',
      name: 'U',
      avatarUrl: null,
      grants: guestGrants,
    });
  });

  it('still verifies tokens of the older key, and not those of a dropped one', async () => {
    const token = await sign({ kid: 'old', secret: older.secret });
    expect(await tokens.verify(token)).toMatchObject({ userId: 'anna' });
    await expect(new AccessTokens([newer]).verify(token)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('denies everything that a token does not grant', async () => {
    const token = await sign({ payload: { grants: { room: 'r1' } } });
    expect((await tokens.verify(token)).grants).toEqual({
      room: 'r1',
      role: 'viewer',
      createRoom: false,
      publish: false,
      subscribe: false,
      chat: false,
      moderate: false,
    });
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['nothing', () => '', 'token_missing'],
    ['garbage', () => 'a.b.c', 'token_invalid'],
    ['an expired token', () => sign({ expires: '-5m' }), 'token_expired'],
    ['a token of the future', () => sign({ notBefore: '5m' }), 'token_invalid'],
    ['another audience', () => sign({ audience: 'bank' }), 'token_invalid'],
    ['an unknown key id', () => sign({ kid: '../../etc/passwd' }), 'token_invalid'],
    ['a forged signature', () => sign({ secret: 'x'.repeat(32) }), 'token_invalid'],
    ['another algorithm', () => sign({ alg: 'HS512' }), 'token_invalid'],
    ['no subject', () => sign({ sub: null }), 'token_invalid'],
    ['no grants', () => sign({ payload: { grants: undefined } }), 'token_invalid'],
    ['a huge token', () => 'a'.repeat(100_000), 'token_invalid'],
    [
      'alg none',
      () =>
        `${Buffer.from('{"alg":"none","kid":"new"}').toString('base64url')}.${Buffer.from('{"sub":"anna"}').toString('base64url')}.`,
      'token_invalid',
    ],
  ])('refuses %s', async (_name, make, code) => {
    await expect(tokens.verify(await make())).rejects.toMatchObject({ code });
  });

  it('says nothing about what was wrong', async () => {
    const forged = await tokens
      .verify(await sign({ secret: 'x'.repeat(32) }))
      .catch((error) => error.toWire('en'));
    const unknownKey = await tokens.verify(await sign({ kid: 'none' })).catch((error) => error.toWire('en'));
    expect(forged).toEqual(unknownKey);
  });
});
