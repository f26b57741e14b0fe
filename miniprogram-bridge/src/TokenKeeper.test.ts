import type { LoginResult } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { Platform } from './Platform.ts';
import { TokenKeeper } from './TokenKeeper.ts';

const user = { id: 'mei', name: 'Mei', avatarUrl: null };
const login = (token: string): LoginResult => ({ token, user, expiresAt: '2026-12-01T00:00:00.000Z' });

function keeper(logins: (LoginResult | null)[]) {
  const stored = new Map<string, string>();
  const platform = {
    stored: (key: string) => stored.get(key) ?? null,
    store: (key: string, value: string | null) =>
      value === null ? stored.delete(key) : stored.set(key, value),
  };
  let asked = 0;
  const made = new TokenKeeper(platform as unknown as Platform, async () => {
    asked += 1;
    return logins.shift() ?? null;
  });
  return { made, asked: () => asked };
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

  it('has nothing to offer to whom a guest is refused', async () => {
    expect(await keeper([]).made.renew('')).toBe(false);
  });
});
