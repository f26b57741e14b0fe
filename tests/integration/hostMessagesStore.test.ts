import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqlHostMessages } from '../../server/src/store/hosts/SqlHostMessages.ts';
import { SqlHostUsers } from '../../server/src/store/hosts/SqlHostUsers.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { databases, type TestDatabase } from '../support/databases.ts';

const app = { host: 'wechat', appId: 'app' } as const;

describe.each(databases)('what users of mini programs agree to, on $name', ({ create }) => {
  let database: TestDatabase;
  let store: Store;
  let quotas: SqlHostMessages;

  beforeEach(async () => {
    database = await create();
    store = await database.open();
    quotas = new SqlHostMessages(store);
    const users = new SqlHostUsers(store);
    for (const name of ['anna', 'bob']) {
      const user = { id: `wechat-${name}`, name, avatarUrl: null };
      await users.add({ ...app, openId: `o-${name}`, unionId: null, user, atMs: 1 });
    }
  });
  afterEach(() => database.remove());

  const agree = (userId: string, atMost = 30, of: { host: 'wechat'; appId: string } = app) =>
    quotas.add({ userId, templateId: 't', app: of, atMs: 2 }, atMost);
  const left = async (userId: string) => (await quotas.list(userId, ['t']))[0]?.remaining ?? 0;

  it('counts up to the most, for users of this mini program alone', async () => {
    expect([await agree('wechat-anna', 2), await agree('wechat-anna', 2)]).toEqual([1, 2]);
    expect(await agree('wechat-anna', 2)).toBe(2);
    expect(await agree('wechat-anna', 2, { ...app, appId: 'another' })).toBeNull();
    expect(await agree('nobody')).toBeNull();
  });

  it('gives out each agreement once, however many ask at the same time', async () => {
    for (let i = 0; i < 5; i += 1) await agree('wechat-anna');
    const takes = await Promise.all(Array.from({ length: 20 }, () => quotas.take('wechat-anna', 't')));
    expect(takes.filter(Boolean)).toHaveLength(5);
    expect(await left('wechat-anna')).toBe(0);
  });

  it('takes one back that was not sent, and forgets all that the host does not know', async () => {
    await agree('wechat-anna');
    await agree('wechat-anna');
    await quotas.take('wechat-anna', 't');
    await quotas.giveBack('wechat-anna', 't');
    expect(await left('wechat-anna')).toBe(2);
    await quotas.clear('wechat-anna', 't');
    expect([await left('wechat-anna'), await quotas.take('wechat-anna', 't')]).toEqual([0, false]);
  });

  it('lists who can be reached, with the name that the host knows', async () => {
    await agree('wechat-anna');
    const everybody = ['wechat-anna', 'wechat-bob', 'guest-1'];
    expect(await quotas.listReachable(everybody, 't')).toEqual([{ userId: 'wechat-anna', openId: 'o-anna' }]);
    expect(await quotas.listReachable(everybody, 'another')).toEqual([]);
    expect(await quotas.listReachable([], 't')).toEqual([]);
  });
});
