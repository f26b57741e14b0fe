import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, stampSays, writeStamp } from './fingerprints.mjs';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lianmai-fingerprint-'));
  await mkdir(join(root, 'src', 'deep'), { recursive: true });
  await writeFile(join(root, 'src', 'deep', 'a.ts'), 'one');
  await writeFile(join(root, 'lock.json'), '{}');
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('fingerprint', () => {
  const take = () => fingerprint(root, ['src', 'lock.json', 'missing'], (name) => name === 'dist');

  it('stays the same while nothing changes', async () => {
    expect(await take()).toBe(await take());
  });

  it.each([
    ['a content', 'src/deep/a.ts', 'two'],
    ['a new file', 'src/b.ts', ''],
    ['a file by itself', 'lock.json', '{"a":1}'],
  ])('changes with %s', async (_, file, content) => {
    const before = await take();
    await writeFile(join(root, file), content);
    expect(await take()).not.toBe(before);
  });

  it('does not see what is left out', async () => {
    const before = await take();
    await mkdir(join(root, 'src', 'dist'));
    await writeFile(join(root, 'src', 'dist', 'out.js'), '');
    expect(await take()).toBe(before);
  });
});

describe('a stamp', () => {
  it('says what was written and nothing before that', async () => {
    const stamp = join(root, 'stamp');
    expect(await stampSays(stamp, 'abc')).toBe(false);
    await writeStamp(stamp, 'abc');
    expect(await stampSays(stamp, 'abc')).toBe(true);
    expect(await stampSays(stamp, 'abcd')).toBe(false);
  });
});
