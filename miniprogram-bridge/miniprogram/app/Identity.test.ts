import { type LiveClient, LiveError } from '@lianmai/miniprogram';
import type { LoginResult, UserRef } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { Identity } from './Identity';

/** A client that knows what was used of it. */
function openIdentity(hostLogin: () => Promise<LoginResult>, kept = new Map<string, string>()) {
  const asked: string[] = [];
  let user: UserRef | null = null;
  const client = {
    get user() {
      return user;
    },
    use: (login: LoginResult) => {
      user = login.user;
    },
    logout: () => {
      user = null;
    },
    rest: {
      hostLogin: () => {
        asked.push('host');
        return hostLogin();
      },
      guest: async (name: string) => {
        asked.push('guest');
        return loginOf(name);
      },
    },
  } as unknown as LiveClient;
  const identity = new Identity({
    client,
    stored: (key) => kept.get(key) ?? null,
    store: (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
    guestName: () => 'Guest 1',
  });
  return { identity, client, asked, kept };
}

const loginOf = (name: string): LoginResult => ({
  token: `token of ${name}`,
  user: { id: name, name, avatarUrl: null },
  expiresAt: '2026-11-30T12:00:00.000Z',
});
const notSetUp = () => Promise.reject(new LiveError('not_supported'));

describe('who one is', () => {
  it('is nobody until somebody is needed, then whom the host knows, once', async () => {
    const { identity, asked } = openIdentity(async () => loginOf('Anna'));
    expect(identity.user).toBeNull();
    const [one, other] = await Promise.all([identity.ensure(), identity.ensure()]);
    expect([one.id, other.id, identity.isByHost]).toEqual(['Anna', 'Anna', true]);
    await identity.ensure();
    expect(asked).toEqual(['host']);
  });

  it('is a guest where the server knows nothing of the host, and stays the same one', async () => {
    const { identity, asked } = openIdentity(notSetUp);
    expect((await identity.ensure()).id).toBe('Guest 1');
    expect(identity.isByHost).toBe(false);
    await identity.signIn();
    expect(asked).toEqual(['host', 'guest', 'host']);
  });

  it('says why where the host cannot be asked, and tries again the next time', async () => {
    let fails = true;
    const { identity } = openIdentity(async () => {
      if (fails) throw new LiveError('host_unavailable');
      return loginOf('Anna');
    });
    await expect(identity.ensure()).rejects.toMatchObject({ code: 'host_unavailable' });
    expect(identity.user).toBeNull();
    fails = false;
    expect((await identity.ensure()).id).toBe('Anna');
  });

  it('is renewed by the host where it was the host’s, and not against the will of a guest', async () => {
    const byHost = openIdentity(async () => loginOf('Anna'));
    expect(await byHost.identity.renew()).toBeNull();
    await byHost.identity.signIn();
    expect((await byHost.identity.renew())?.user.id).toBe('Anna');
    byHost.identity.signOut();
    expect([byHost.identity.user, await byHost.identity.renew()]).toEqual([null, null]);
    expect(byHost.kept.size).toBe(0);
  });

  it('is not the host’s as somebody else', async () => {
    const { identity, client } = openIdentity(async () => loginOf('Anna'));
    await identity.signIn();
    client.use(loginOf('Guest 2'));
    expect([identity.isByHost, await identity.renew()]).toEqual([false, null]);
  });
});
