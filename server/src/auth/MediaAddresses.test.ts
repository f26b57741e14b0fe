import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/FakeClock.ts';
import type { Identity } from '../rooms/permissions.ts';
import { MediaAddresses } from './MediaAddresses.ts';

const keys = {
  old: { keyId: 'old', secret: 'the key before, long enough for it' },
  new: { keyId: 'new', secret: 'the key of now, long enough for it' },
};
const ttlMs = 600_000;

function anna(expiresAtMs: number): Identity {
  return {
    userId: 'anna',
    name: 'Anna',
    avatarUrl: null,
    grants: {
      room: 'r1',
      role: 'moderator',
      createRoom: true,
      publish: true,
      subscribe: true,
      chat: true,
      moderate: true,
    },
    expiresAtMs,
    signInId: 's1',
    addressKey: 'a1',
  };
}

describe('MediaAddresses', () => {
  const clock = new FakeClock();
  const addresses = new MediaAddresses({ signingKeys: [keys.new, keys.old], ttlMs, clock });

  it('says of its holder what decides whether they may watch, and nothing that they could act with', () => {
    const { token, expiresAtMs } = addresses.issue('r1', anna(clock.nowMs() + ttlMs * 2));
    expect(expiresAtMs).toBe(clock.nowMs() + ttlMs);
    const { roomId, holder, issuedAtMs } = addresses.read(token);
    expect([roomId, issuedAtMs]).toEqual(['r1', clock.nowMs()]);
    expect(holder).toMatchObject({ userId: 'anna', signInId: 's1', addressKey: 'a1' });
    expect(holder?.grants).toMatchObject({ room: 'r1', role: 'moderator', chat: false, publish: false });
    expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
  });

  it('is not good for longer than the access token it was given for', () => {
    const { expiresAtMs } = addresses.issue('r1', anna(clock.nowMs() + 1000));
    expect(expiresAtMs).toBe(clock.nowMs() + 1000);
  });

  it('has no holder when nobody in particular asked', () => {
    expect(addresses.read(addresses.issue('r1', null).token).holder).toBeNull();
  });

  it('takes what was signed with a key before, and nothing of another server', () => {
    const earlier = new MediaAddresses({ signingKeys: [keys.old], ttlMs, clock }).issue('r1', null);
    expect(addresses.read(earlier.token).roomId).toBe('r1');
    const others = { keyId: 'new', secret: 'somebody else, also long enough for it' };
    const foreign = new MediaAddresses({ signingKeys: [others], ttlMs, clock }).issue('r1', null);
    expect(() => addresses.read(foreign.token)).toThrow(
      expect.objectContaining({ code: 'media_address_invalid' }),
    );
  });

  it('expires', () => {
    const { token } = addresses.issue('r1', null);
    clock.advance(ttlMs - 1);
    expect(addresses.read(token).roomId).toBe('r1');
    clock.advance(1);
    expect(() => addresses.read(token)).toThrow(expect.objectContaining({ code: 'media_address_expired' }));
  });

  it.each([
    ['nothing', () => ''],
    ['no signature', (body: string) => body],
    ['an empty signature', (body: string) => `${body}.`],
    ['half a signature', (body: string, signature: string) => `${body}.${signature.slice(0, 20)}`],
    ['another body', (body: string, signature: string) => `${body.slice(0, -1)}.${signature}`],
    ['any text', () => '../../etc/passwd'],
    ['a long text', () => 'x'.repeat(100_000)],
  ])('refuses %s', (_what, tamper) => {
    const [body = '', signature = ''] = addresses.issue('r1', null).token.split('.');
    expect(() => addresses.read(tamper(body, signature))).toThrow(
      expect.objectContaining({ code: 'media_address_invalid' }),
    );
  });
});
