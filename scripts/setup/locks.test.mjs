import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderAtomically, withLock } from './locks.mjs';

/** More than the kernel gives out. */
const DEAD_PID = 2 ** 22 + 1;
const { signal } = new AbortController();

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lianmai-locks-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('withLock', () => {
  it('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => withLock(join(root, 'a.lock'), signal, work)));
    expect(most).toBe(1);
    expect(await readdir(root)).toEqual([]);
  });

  it('takes over from a process that died', async () => {
    await writeFile(join(root, 'a.lock'), String(DEAD_PID));
    expect(await withLock(join(root, 'a.lock'), signal, async () => 'done')).toBe('done');
  });

  it('frees the lock when the work fails', async () => {
    const failing = withLock(join(root, 'a.lock'), signal, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(join(root, 'a.lock'))).toBe(false);
  });

  it('stops waiting when interrupted', async () => {
    await writeFile(join(root, 'a.lock'), String(process.pid));
    const interruption = new AbortController();
    const waiting = withLock(join(root, 'a.lock'), interruption.signal, async () => 'never');
    interruption.abort();
    await expect(waiting).rejects.toThrow();
  });
});

describe('createFolderAtomically', () => {
  it('shows the folder only when it is complete', async () => {
    const target = join(root, 'made');
    await createFolderAtomically(target, async (making) => {
      await writeFile(join(making, 'file'), 'x');
      expect(existsSync(target)).toBe(false);
    });
    expect(await readFile(join(target, 'file'), 'utf8')).toBe('x');
  });

  it('keeps the old folder when making the new one fails', async () => {
    const target = join(root, 'made');
    await mkdir(target);
    await expect(createFolderAtomically(target, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(root)).toEqual(['made']);
  });

  it('removes what an interrupted run left', async () => {
    await mkdir(join(root, `made.making-${DEAD_PID}`));
    await createFolderAtomically(join(root, 'made'), async () => undefined);
    expect(await readdir(root)).toEqual(['made']);
  });
});
