import { expect, it } from 'vitest';
import { CappedMap } from './CappedMap.ts';

it('counts entries that are still being made', async () => {
  const map = new CappedMap<string>(1);
  const { promise, resolve } = Promise.withResolvers<[string, string]>();
  const first = map.add(() => promise);
  await expect(map.add(async () => ['b', 'B'])).rejects.toMatchObject({ code: 'limit_reached' });
  resolve(['a', 'A']);
  expect(await first).toBe('A');
  expect(map.get('a')).toBe('A');
});

it('frees the place of one that failed', async () => {
  const map = new CappedMap<string>(1);
  await expect(map.add(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(map.add(async () => ['a', 'A'])).resolves.toBe('A');
});

it('removes what fits', async () => {
  const map = new CappedMap<number>(3);
  for (const n of [1, 2, 3]) await map.add(async () => [`id${n}`, n]);
  expect(map.deleteWhere((n) => n !== 2)).toEqual([
    ['id1', 1],
    ['id3', 3],
  ]);
  expect(() => map.get('id1')).toThrow(expect.objectContaining({ code: 'not_found' }));
  expect(map.clear()).toEqual([2]);
});
