import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packageFolder = dirname(createRequire(import.meta.url).resolve('miniprogram-compiler/package.json'));

/** Compiles WXSS files together by the vendor's wcsc. @throws Error with what it says */
export async function compileStyles(root: string, paths: string[]): Promise<void> {
  const wcsc = join(packageFolder, 'bin/linux/wcsc');
  // The package holds it without the right to run it.
  await chmod(wcsc, 0o755);
  // Only with a dot does it find what others import from the root.
  const files = paths.map((path) => `./${path}`);
  const { stderr } = await run(wcsc, ['-db', '-pc', String(files.length), ...files], {
    cwd: root,
    maxBuffer: 8 << 20,
  });
  if (stderr.includes('ERR')) throw new Error(stderr);
}
