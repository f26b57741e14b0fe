import type { LoginResult } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { Platform } from './Platform.ts';
import { TokenKeeper } from './TokenKeeper.ts';

const user = { id: 'mei', name: 'Mei', avatarUrl: null };
const login = (token: string): LoginResult => ({ token, user, expiresAt: '2026-12-01T00:00:00.000Z' });

function keeper(logins: (LoginResult | null)[] | (() => Promise<LoginResult>)) {
  const stored = new Map<string, string>();
  const platform = {
    stored: (key: string) => stored.get(key) ?? null,
    store: (key: string, value: string | null) =>
      value === null ? stored.delete(key) : stored.set(key, value),
  };
  let asked = 0;
  const made = new TokenKeeper(platform as unknown as Platform, async () => {
    asked += 1;
    return typeof logins === 'function' ? logins() : (logins.shift() ?? null);
  });
  return { made, stored, asked: () => asked };
}

describe('TokenKeeper', () => {
  it('logs in once for all that were refused at once', async () => {
    const { made, asked } = keeper([login('new')]);
    made.keep(login('old'));
    expect(await Promise.all(['old', 'old', 'old'].map((token) => made.renew(token)))).toEqual([
      true,
      true,
      true,
    ]);
    expect([await made.token(), asked()]).toEqual(['new', 1]);
  });

  it('goes on as a guest where nobody logs in, whoever is refused first', async () => {
    const { made } = keeper([]);
    made.keep(login('old'));
    expect(await Promise.all([made.renew('old'), made.renew('old')])).toEqual([true, true]);
    expect(await made.renew('old')).toBe(true);
    expect(await made.token()).toBe('');
  });

  describe('where the login does not answer', () => {
    const failing = () => {
      let answer: (login: LoginResult) => void = () => undefined;
      let fail: (error: Error) => void = () => undefined;
      const opened = keeper(
        () =>
          new Promise((resolve, reject) => {
            answer = resolve;
            fail = reject;
          }),
      );
      opened.made.keep(login('old'));
      return { ...opened, answer: () => answer(login('new')), fail: () => fail(new Error('away')) };
    };

    it('stays who it is, also over a restart, and tries again', async () => {
      const { made, stored, fail, answer } = failing();
      const refused = made.renew('old');
      expect([made.user?.id, await made.token()]).toEqual(['mei', '']);
      made.keepGuest({ token: 'guest', user: { ...user, id: 'guest' } });
      fail();
      await expect(refused).rejects.toThrow('away');
      expect([made.user?.id, await made.token()]).toEqual(['mei', 'old']);
      expect(JSON.parse(stored.get('lianmai.login') ?? '')).toMatchObject({ token: 'old' });
      const again = made.renew('old');
      answer();
      expect([await again, await made.token()]).toEqual([true, 'new']);
    });

    it('does not bring back whoever left meanwhile', async () => {
      const { made, stored, fail } = failing();
      const refused = made.renew('old');
      made.forget();
      fail();
      await expect(refused).rejects.toThrow('away');
      expect([made.user, stored.size]).toEqual([null, 0]);
    });
  });

  it('has nothing to offer to whom a guest is refused', async () => {
    expect(await keeper([]).made.renew('')).toBe(false);
  });
});
