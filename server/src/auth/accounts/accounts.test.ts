import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { identity } from '../../testing/roomFixture.ts';
import { LoginGuard } from './LoginGuard.ts';
import { PasswordHasher } from './PasswordHasher.ts';
import { Revocations, type Revoked } from './Revocations.ts';
import { newRefreshToken, parseRefreshToken } from './refreshTokens.ts';

describe('PasswordHasher', () => {
  it('keeps a password as an argon2id PHC string, and knows it again', async () => {
    const hasher = new PasswordHasher();
    const stored = await hasher.hash('correct horse');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await hasher.verify('correct horse', stored)).toEqual({ isRight: true, isOutdated: false });
    expect(await hasher.verify('correct horsf', stored)).toEqual({ isRight: false, isOutdated: false });
    expect(await hasher.hash('correct horse')).not.toBe(stored);
  });

  it('knows a hash of another program, and that its costs are not ours', async () => {
    const weak = await hashWithCost('password');
    expect(await new PasswordHasher().verify('password', weak)).toEqual({ isRight: true, isOutdated: true });
  });

  it('takes the same password from another keyboard', async () => {
    const hasher = new PasswordHasher();
    const stored = await hasher.hash('cafe\u0301 ① ｗｉｄｅ');
    expect((await hasher.verify('caf\u00e9 1 wide', stored)).isRight).toBe(true);
  });

  it('is never right where there is no account', async () => {
    expect((await new PasswordHasher().verify('', null)).isRight).toBe(false);
  });

  it('tells of no account once a rush is over in which nobody could ask', async () => {
    const hasher = new PasswordHasher();
    const rush = Promise.allSettled(Array.from({ length: 102 }, () => hasher.hash('x')));
    await expect(hasher.verify('x', null)).rejects.toMatchObject({ code: 'capacity_reached' });
    await rush;
    expect(await hasher.verify('x', null)).toEqual({ isRight: false, isOutdated: false });
  }, 60_000);

  it('refuses work that would wait too long', async () => {
    const hasher = new PasswordHasher();
    const tries = await Promise.allSettled(Array.from({ length: 104 }, () => hasher.hash('x')));
    const refused = tries.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatchObject({ reason: { code: 'capacity_reached' } });
  }, 60_000);
});

async function hashWithCost(password: string): Promise<string> {
  const { argon2Sync } = await import('node:crypto');
  const nonce = Buffer.from('saltsaltsaltsalt');
  const cost = { memory: 64, passes: 1, parallelism: 1, tagLength: 32 };
  const tag = argon2Sync('argon2id', { message: password, nonce, ...cost });
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=64,t=1,p=1$${base64(nonce)}$${base64(tag)}`;
}

describe('refresh tokens', () => {
  it('are taken apart into an id and a hash', () => {
    const { id, secretHash, token } = newRefreshToken();
    expect(parseRefreshToken(token)).toEqual({ id, secretHash });
    expect(token).not.toContain(secretHash);
    expect(newRefreshToken(id).id).toBe(id);
  });

  it.each(['', 'a.b', 'a'.repeat(60), `${'a'.repeat(16)}.${'b'.repeat(44)}`, '../../../etc/passwd.x'])(
    'are not %s',
    (text) => {
      expect(parseRefreshToken(text)).toBeNull();
    },
  );
});

describe('LoginGuard', () => {
  const refusal = expect.objectContaining({ code: 'too_many_requests', retryAfterMs: expect.any(Number) });

  it('lets five wrong passwords pass, then one a minute', () => {
    const clock = new FakeClock();
    const guard = new LoginGuard(clock);
    for (let i = 0; i < 5; i += 1) guard.tryPassword('Anna', '1.2.3.4');
    expect(() => guard.tryPassword('anna', '1.2.3.4')).toThrowError(refusal);
    expect(() => guard.tryPassword('anna', '5.6.7.8')).not.toThrow();
    clock.advance(60_000);
    expect(() => guard.tryPassword('anna', '1.2.3.4')).not.toThrow();
    expect(() => guard.tryPassword('anna', '1.2.3.4')).toThrowError(refusal);
  });

  it('does not count right ones', () => {
    const guard = new LoginGuard(new FakeClock());
    for (let i = 0; i < 100; i += 1) guard.tryPassword('anna', '1.2.3.4')();
  });

  it('slows guesses that are spread over accounts, or over addresses', () => {
    const overAccounts = new LoginGuard(new FakeClock());
    const tryMany = (guard: LoginGuard, name: (i: number) => [string, string]) => {
      for (let i = 0; i < 100; i += 1) guard.tryPassword(...name(i));
    };
    expect(() => tryMany(overAccounts, (i) => [`a${i}`, '1.2.3.4'])).toThrowError(refusal);
    expect(() => overAccounts.tryPassword('z', '5.6.7.8')).not.toThrow();
    const overAddresses = new LoginGuard(new FakeClock());
    expect(() => tryMany(overAddresses, (i) => ['anna', `10.0.0.${i}`])).toThrowError(refusal);
    expect(() => overAddresses.tryPassword('ben', '10.0.0.1')).not.toThrow();
  });
});

describe('Revocations', () => {
  function fixture() {
    const clock = new FakeClock();
    const revocations = new Revocations({ clock, log: silentLogger(), tokenTtlMs: 1000 });
    const heard: Revoked[] = [];
    revocations.onRevoked((revoked) => heard.push(revoked));
    const isValid = (userId: string, issuedAtMs: number, signInId?: string) => {
      try {
        revocations.assertValid({ ...identity(userId), signInId }, issuedAtMs);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ code: 'token_revoked' });
        return false;
      }
    };
    return { clock, revocations, heard, isValid };
  }

  it('refuse what was issued before, to the millisecond', () => {
    const { revocations, heard, isValid } = fixture();
    revocations.revokeUser('anna', 5000);
    expect([isValid('anna', 4999), isValid('anna', 5000), isValid('ben', 0)]).toEqual([false, true, true]);
    expect(heard).toEqual([{ userId: 'anna', signInIds: null }]);
  });

  it('refuse the tokens of one sign-in for as long as they would live', () => {
    const { clock, revocations, heard, isValid } = fixture();
    revocations.revokeSignIns('anna', ['s1']);
    expect([isValid('anna', 1, 's1'), isValid('anna', 1, 's2'), isValid('anna', 1)]).toEqual([
      false,
      true,
      true,
    ]);
    clock.advance(1001);
    revocations.revokeSignIns('anna', ['s3']);
    expect(isValid('anna', 1, 's1')).toBe(true);
    expect(heard).toHaveLength(2);
  });

  it('are known from the start', () => {
    const { revocations, isValid, heard } = fixture();
    revocations.load({ users: [{ userId: 'anna', validFromMs: 10 }], signInIds: ['s1'] });
    expect([isValid('anna', 9), isValid('ben', 9, 's1')]).toEqual([false, false]);
    expect(heard).toEqual([]);
  });

  it('leave a guest who registers connected', () => {
    const { revocations, heard, isValid } = fixture();
    revocations.refuseTokensBefore('guest-1', 10);
    expect([isValid('guest-1', 9), heard]).toEqual([false, []]);
    // And what they watch goes on, until they are signed out.
    expect(() => revocations.assertSignedIn(identity('guest-1'), 9)).not.toThrow();
    revocations.revokeUser('guest-1', 20);
    expect(() => revocations.assertSignedIn(identity('guest-1'), 9)).toThrow(
      expect.objectContaining({ code: 'token_revoked' }),
    );
  });
});
