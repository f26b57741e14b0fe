import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledProgram } from '../support/miniprogram/compileProgram.ts';
import { buildPackage, loadBundle } from '../support/miniprogram/loadBundle.ts';
import { compileOurs } from './theProgram.ts';

/** WeChat's limit for a mini program's main package. */
const maxProgramBytes = 2 * 1024 * 1024;
const maxLiveRoomBytes = 16_000;

/** What hosts do not have, or forbid. */
const forbidden =
  /\bglobalThis\b|\bTextEncoder\b|\bTextDecoder\b|\bnew Function\b|\beval\(|\bprocess\.|\bfetch\(|\bnew URL\(/u;

const ours = join(import.meta.dirname, '../../miniprogram-bridge/miniprogram');

let compiled: CompiledProgram;
beforeAll(async () => {
  compiled = await compileOurs();
});
afterAll(() => compiled.remove());

describe('the mini program as it is uploaded', () => {
  it('stays under the limit of a main package', async () => {
    const sizes = await Promise.all(
      (await uploaded(compiled.root)).map(async (path) => (await stat(join(compiled.root, path))).size),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThan(maxProgramBytes);
  });

  it('has nothing in it that a host has not', async () => {
    const scripts = (await uploaded(compiled.root)).filter((path) => path.endsWith('.js'));
    const texts = await Promise.all(scripts.map((path) => readFile(join(compiled.root, path), 'utf8')));
    expect(scripts.filter((_, i) => forbidden.test(texts[i] ?? ''))).toEqual([]);
  });

  it('has the SDK of now among its packages: `npm run build -w miniprogram-bridge` puts it there', async () => {
    const folder = join(ours, 'miniprogram_npm/@lianmai/miniprogram');
    const committed = await Promise.all(
      (await uploaded(folder)).map(
        async (path) => [path, await readFile(join(folder, path), 'utf8')] as const,
      ),
    );
    expect(new Map(committed)).toEqual(await buildPackage());
  });

  it('has a small <live-room> that stands alone', async () => {
    const code = (await buildPackage()).get('live-room/index.js') ?? '';
    expect(Buffer.byteLength(code)).toBeLessThan(maxLiveRoomBytes);
    expect(code).not.toMatch(/\brequire\(/u);
  });

  it('has a <live-room> that runs where there is nothing but ECMAScript and the host', async () => {
    const code = (await buildPackage()).get('live-room/index.js') ?? '';
    const defined: object[] = [];
    const Component = (definition: object) => void defined.push(definition);
    expect(() => loadBundle(code, { Component })).not.toThrow();
    expect(defined).toMatchObject([{ methods: { open: expect.any(Function) } }]);
  });
});

async function uploaded(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
