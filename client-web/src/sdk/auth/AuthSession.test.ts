import { beforeEach, describe, expect, it } from 'vitest';
import { RestClient } from '../rest/RestClient.ts';
import { AuthSession } from './AuthSession.ts';
import type { CredentialStorage } from './credentials.ts';
import { underLease } from './exclusively.ts';
import { FakeAccountServer } from './FakeAccountServer.ts';

/** One browser: what its tabs share. A tab's writing is news to the others only. */
class SharedStorage {
  value: string | null = null;
  readonly #tabs = new Set<(value: string | null) => void>();

  tab(): CredentialStorage {
    let own: ((value: string | null) => void) | undefined;
    return {
      read: () => this.value,
      write: (value) => {
        this.value = value;
        for (const tell of this.#tabs) if (tell !== own) tell(value);
      },
      onWrittenElsewhere: (listener) => {
        own = listener;
        this.#tabs.add(listener);
        return () => this.#tabs.delete(listener);
      },
    };
  }
}

let server: FakeAccountServer;
let storage: SharedStorage;
const exclusively = underLease(null);

function openTab(options: { guestName?: (() => string) | undefined } = { guestName: () => 'Otter' }) {
  return new AuthSession({
    baseUrl: 'https://live.test',
    fetch: server.fetch,
    storage: storage.tab(),
    exclusively,
    ...options,
  });
}

beforeEach(() => {
  server = new FakeAccountServer();
  storage = new SharedStorage();
});

describe('a guest', () => {
  it('is made once however many ask, under a made-up name', async () => {
    const session = openTab();
    const [first, second] = await Promise.all([session.token(), session.token()]);
    expect(first).toBe(second);
    expect(server.callsOf('/api/auth/guest')).toHaveLength(1);
    expect(session.credentials.getSnapshot()).toMatchObject({ kind: 'guest', isNameChosen: false });
  });

  it('keeps the chosen name over page loads, and an expired token is renewed under it', async () => {
    server.lifeMs = 0;
    await openTab().signInAsGuest('Ada');
    const afterReload = openTab();
    await afterReload.token();
    expect(server.calls.map(({ body, token }) => [body, token])).toEqual([
      [{ name: 'Ada' }, null],
      [{ name: 'Ada' }, 't1'],
    ]);
    expect(afterReload.credentials.getSnapshot()).toMatchObject({ isNameChosen: true });
  });

  it('stays the same user when they register', async () => {
    const session = openTab();
    await session.signInAsGuest('Ada');
    await session.register({ account: 'ada', password: 'long enough', name: 'Ada' });
    expect(server.calls.at(-1)?.token).toBe('t1');
    expect(session.credentials.getSnapshot()).toMatchObject({ kind: 'account', user: { id: 'id of guest' } });
  });

  it('is not made where the application makes none', async () => {
    await expect(openTab({ guestName: undefined }).token()).rejects.toMatchObject({ code: 'token_missing' });
  });

  it('is tried for again after a login that failed', async () => {
    server.failures.push(new TypeError('no network'));
    const session = openTab();
    await expect(session.token()).rejects.toMatchObject({ code: 'network' });
    await expect(session.token()).resolves.toBe('t1');
  });
});

describe('an account', () => {
  it('refreshes before its token ends, once for all tabs', async () => {
    const first = openTab();
    const second = openTab();
    server.lifeMs = 30_000;
    await first.login({ account: 'ada', password: 'long enough' });
    server.lifeMs = 3_600_000;
    const tokens = await Promise.all([first.token(), second.token(), first.token(), second.token()]);
    expect(new Set(tokens)).toEqual(new Set(['t2']));
    expect(server.callsOf('/api/auth/refresh')).toHaveLength(1);
  });

  it('refreshes a token that the server refuses although it looks good, and sends the request again', async () => {
    const session = openTab();
    await session.login({ account: 'ada', password: 'long enough' });
    const rest = new RestClient({ baseUrl: 'https://live.test', fetch: server.fetch, token: session });
    server.failures.push('token_expired');
    await rest.endRoom('r1');
    expect(server.calls.slice(1).map(({ path, token }) => `${path} ${token}`)).toEqual([
      '/api/rooms/r1/end t1',
      '/api/auth/refresh null',
      '/api/rooms/r1/end t2',
    ]);
  });

  it('is signed out in every tab when the server revoked it, and says so', async () => {
    const session = openTab();
    const other = openTab();
    await session.login({ account: 'ada', password: 'long enough' });
    const heard: string[] = [];
    session.on('revoked', () => heard.push('revoked'));
    server.failures.push('token_revoked');
    expect(await session.renew('t1')).toBe(false);
    expect(heard).toEqual(['revoked']);
    expect(other.credentials.getSnapshot()).toBeNull();
  });

  it('stays signed in while the server cannot be reached', async () => {
    const session = openTab();
    await session.login({ account: 'ada', password: 'long enough' });
    server.failures.push(new TypeError('no network'));
    await expect(session.renew('t1')).rejects.toMatchObject({ code: 'network' });
    expect(session.credentials.getSnapshot()).toMatchObject({ kind: 'account' });
    expect(await session.renew('t1')).toBe(true);
  });

  it('does not refresh again what another tab has refreshed', async () => {
    const first = openTab();
    const second = openTab();
    await first.login({ account: 'ada', password: 'long enough' });
    expect(await first.renew('t1')).toBe(true);
    expect(await second.renew('t1')).toBe(true);
    expect(server.callsOf('/api/auth/refresh')).toHaveLength(1);
  });

  it('shows a changed name at once, under the token that says it', async () => {
    const session = openTab();
    await session.login({ account: 'ada', password: 'long enough' });
    await session.updateMe({ name: 'Ada L.' });
    expect(session.credentials.getSnapshot()).toMatchObject({ user: { name: 'Ada L.' }, token: 't2' });
  });

  it('logs out here and in the other tabs, also without a network', async () => {
    const session = openTab();
    const other = openTab();
    await session.login({ account: 'ada', password: 'long enough' });
    server.failures.push(new TypeError('no network'));
    await session.logout();
    expect(other.credentials.getSnapshot()).toBeNull();
    expect(storage.value).toBeNull();
  });
});

it.each([
  'not json',
  '{}',
  '{"user":1}',
  'null',
  '{"kind":"account","user":{"id":"a","name":"b"},"token":"t","expiresAtMs":1}',
])('takes stored %s as nobody', (stored) => {
  storage.value = stored;
  expect(openTab().credentials.getSnapshot()).toBeNull();
});
