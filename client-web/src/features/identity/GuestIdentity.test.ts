import type { LoginResult } from '@lianmai/shared';
import { beforeEach, expect, it, vi } from 'vitest';
import { GuestIdentity } from './GuestIdentity.ts';

const oneHourMs = 3_600_000;
const loginResult = (name: string, lifeMs = oneHourMs): LoginResult => ({
  token: `token of ${name}`,
  user: { id: `id of ${name}`, name, avatarUrl: null },
  expiresAt: new Date(Date.now() + lifeMs).toISOString(),
});

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.stubGlobal('document', { documentElement: { lang: 'en' } });
});

it('logs in once however many ask, under a made-up name', async () => {
  const login = vi.fn(async (name: string) => loginResult(name));
  const identity = new GuestIdentity(login);
  const [first, second] = await Promise.all([identity.token(), identity.token()]);
  expect(first).toBe(second);
  expect(login).toHaveBeenCalledTimes(1);
  expect(identity.getSnapshot()?.isNameChosen).toBe(false);
});

it('remembers the chosen name over page loads and renews an expired token under it', async () => {
  const login = vi.fn(async (name: string) => loginResult(name, 0));
  await new GuestIdentity(login).signIn('Ada');
  const afterReload = new GuestIdentity(login);
  await afterReload.token();
  expect(login.mock.calls).toEqual([
    ['Ada', undefined],
    ['Ada', 'token of Ada'],
  ]);
  expect(afterReload.getSnapshot()?.isNameChosen).toBe(true);
});

it('gets a new token after the server refused the old one', async () => {
  const login = vi.fn(async (name: string) => loginResult(name));
  const identity = new GuestIdentity(login);
  await identity.signIn('Ada');
  await identity.token();
  expect(login).toHaveBeenCalledTimes(1);
  identity.rejectToken();
  await identity.token();
  expect(login).toHaveBeenCalledTimes(2);
});

it('tries again after a login that failed', async () => {
  const login = vi.fn(async (name: string) => loginResult(name)).mockRejectedValueOnce(new Error('down'));
  const identity = new GuestIdentity(login);
  await expect(identity.token()).rejects.toThrow('down');
  await expect(identity.token()).resolves.toContain('token of');
});

it.each(['not json', '{}', '{"user":1}', 'null'])('takes stored %s as nobody', (stored) => {
  localStorage.setItem('lianmai.guest', stored);
  expect(new GuestIdentity(async (name) => loginResult(name)).getSnapshot()).toBeNull();
});
