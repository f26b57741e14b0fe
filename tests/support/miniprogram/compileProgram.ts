import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { buildPackage } from './loadBundle.ts';
import { compiler } from './vendorEngine.ts';

const run = promisify(execFile);
const tsc = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');

/** A mini program as the host runs it: JavaScript modules and compiled WXML. */
export interface CompiledProgram {
  /** A temporary folder of its own. */
  root: string;
  templateOf(path: string): unknown;
  remove(): Promise<void>;
}

/**
 * Compiles a mini program's folder as DevTools does: each `.ts` to a CommonJS `.js` for itself (`useCompilerPlugins: ["typescript"]`),
 * all WXML by the vendor's wcc. Its SDK is built from the sources of now, as "构建 npm" would have put it there.
 */
export async function compileProgram(source: string): Promise<CompiledProgram> {
  const root = await mkdtemp(join(tmpdir(), 'lianmai-miniprogram-'));
  const remove = () => rm(root, { recursive: true, force: true });
  try {
    const [sdk] = await Promise.all([buildPackage(), compileSources(source, root)]);
    await installSdk(root, sdk);
    const gwx = new Function(compiler.wxmlToJs(root))() as (path: string) => unknown;
    return { root, templateOf: (path) => gwx(`${path}.wxml`), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function compileSources(source: string, root: string): Promise<void> {
  await cp(source, root, { recursive: true, filter: (path) => !path.endsWith('.d.ts') });
  await compileTypeScript(root);
}

async function compileTypeScript(root: string): Promise<void> {
  const files = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.ts'));
  if (files.length === 0) return;
  const options =
    '--ignoreConfig --noResolve --noCheck --rootDir . --outDir . --target es2020 --module commonjs';
  try {
    await run(process.execPath, [tsc, ...options.split(' '), '--moduleResolution', 'bundler', ...files], {
      cwd: root,
    });
  } catch (error) {
    throw new Error(`TypeScript does not compile: ${(error as { stdout?: string }).stdout}`, {
      cause: error,
    });
  }
}

async function installSdk(root: string, sdk: ReadonlyMap<string, string>): Promise<void> {
  const folder = join(root, 'miniprogram_npm/@lianmai/miniprogram');
  await rm(folder, { recursive: true, force: true });
  for (const [path, text] of sdk) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
