import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/AppError.ts';
import { silentLogger } from '../../core/logger.ts';
import type { StreamKeyStore } from './ports.ts';
import { StreamKeys } from './StreamKeys.ts';

class FakeStreamKeyStore implements StreamKeyStore {
  readonly generations = new Map<string, number>();
  isAway = false;

  async loadAll() {
    return [...this.generations].map(([roomId, generation]) => ({ roomId, generation }));
  }

  async countUp(roomId: string) {
    if (this.isAway) throw new AppError('database_unavailable');
    const generation = (this.generations.get(roomId) ?? 0) + 1;
    this.generations.set(roomId, generation);
    return generation;
  }
}

const old = { keyId: 'old', secret: 'the secret of last year, long enough' };
const newest = { keyId: 'new', secret: 'the secret of this year, long enough' };
const mine = { id: 'mine', anchor: { id: 'ann' } };
const load = (store = new FakeStreamKeyStore(), keys = [newest]) =>
  StreamKeys.load(keys, store, silentLogger());

describe('a stream key', () => {
  it('is its room’s, and of nobody else', async () => {
    const keys = await load();
    const key = keys.keyOf(mine);
    expect(key).toMatch(/^lmsk_[0-9a-f]{40}$/);
    expect(StreamKeys.looksLikeOne(key)).toBe(true);
    expect(keys.keyOf(mine)).toBe(key);
    expect(keys.isKeyOf(mine, key)).toBe(true);
    expect(keys.isKeyOf({ ...mine, id: 'another' }, key)).toBe(false);
    expect(keys.isKeyOf({ ...mine, anchor: { id: 'bob' } }, key)).toBe(false);
  });

  it.each(['', 'lmsk_', 'lmsk_ä', `lmsk_${'0'.repeat(40)}`, 'a.b.c'])('is not %j', async (credential) => {
    expect((await load()).isKeyOf(mine, credential)).toBe(false);
  });

  it('is good no more once it is renewed, and whoever listens hears of it', async () => {
    const keys = await load();
    const renewed: string[] = [];
    keys.onRenewed((roomId) => renewed.push(roomId));
    const before = keys.keyOf(mine);
    const after = await keys.renew(mine);
    expect(keys.isKeyOf(mine, before)).toBe(false);
    expect(keys.isKeyOf(mine, after)).toBe(true);
    expect(keys.keyOf(mine)).toBe(after);
    expect(renewed).toEqual(['mine']);
  });

  it('outlives the server, renewed or not', async () => {
    const store = new FakeStreamKeyStore();
    const first = await load(store);
    const renewed = await first.renew(mine);
    const untouched = first.keyOf({ ...mine, id: 'another' });
    const second = await load(store);
    expect(second.keyOf(mine)).toBe(renewed);
    expect(second.keyOf({ ...mine, id: 'another' })).toBe(untouched);
  });

  it('outlives a new signing key while the old one counts', async () => {
    const key = (await load(new FakeStreamKeyStore(), [old])).keyOf(mine);
    const rotated = await load(new FakeStreamKeyStore(), [newest, old]);
    expect(rotated.keyOf(mine)).not.toBe(key);
    expect(rotated.isKeyOf(mine, key)).toBe(true);
    expect((await load()).isKeyOf(mine, key)).toBe(false);
  });

  it('stays good when renewing it fails', async () => {
    const store = new FakeStreamKeyStore();
    const keys = await load(store);
    const key = keys.keyOf(mine);
    store.isAway = true;
    await expect(keys.renew(mine)).rejects.toMatchObject({ code: 'database_unavailable' });
    expect(keys.isKeyOf(mine, key)).toBe(true);
  });
});
