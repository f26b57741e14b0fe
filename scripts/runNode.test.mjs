import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { repeatFilter } from './runNode.mjs';

describe('repeatFilter', () => {
  it('drops the same signal arriving twice at once', () => {
    const isRepeated = repeatFilter(100);
    expect([isRepeated('SIGINT', 0), isRepeated('SIGINT', 5)]).toEqual([false, true]);
  });

  it('lets a second one through that somebody sent', () => {
    const isRepeated = repeatFilter(100);
    expect([isRepeated('SIGINT', 0), isRepeated('SIGINT', 400)]).toEqual([false, false]);
  });

  it('tells signals apart', () => {
    const isRepeated = repeatFilter(100);
    expect([isRepeated('SIGINT', 0), isRepeated('SIGTERM', 1)]).toEqual([false, false]);
  });
});

describe('runNode', () => {
  it('passes arguments and the exit code on', async () => {
    const launcher = await launch(`process.exit(process.argv[2] === '--demo' ? 7 : 1)`, ['--demo']);
    expect(await launcher.exitCode).toBe(7);
  });

  it.each(/** @type {const} */ (['SIGTERM', 'SIGINT']))(
    'delivers %s once, even when the terminal and npm both send it',
    async (name) => {
      const program = `
      let seen = 0;
      process.on('${name}', () => { seen += 1; setTimeout(() => process.exit(40 + seen), 100); });
      setInterval(() => {}, 1000);
      console.log('ready');
    `;
      const launcher = await launch(program, []);
      await launcher.isReady;
      launcher.kill(name);
      launcher.kill(name);
      expect(await launcher.exitCode).toBe(41);
    },
  );

  it('tells a death by signal from an end', async () => {
    const launcher = await launch(`process.kill(process.pid, 'SIGKILL')`, []);
    expect(await launcher.exitCode).toBe(137);
  });
});

/**
 * Starts a program through runNode in a process of its own, as `npm start` does.
 * @param {string} program
 * @param {string[]} args
 */
async function launch(program, args) {
  const folder = await mkdtemp(join(tmpdir(), 'lianmai-launch-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'program.cjs'), program);
  const runNode = new URL('./runNode.mjs', import.meta.url).href;
  await writeFile(
    join(folder, 'launcher.mjs'),
    `import { runNode } from ${JSON.stringify(runNode)};
     const platform = { node: process.execPath, env: process.env };
     process.exit(await runNode(platform, ['program.cjs', ...process.argv.slice(2)], { cwd: ${JSON.stringify(folder)} }));`,
  );
  const child = spawn(process.execPath, ['launcher.mjs', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    isReady: new Promise((resolve) => child.stdout.once('data', resolve)),
    exitCode: new Promise((resolve) => child.once('exit', resolve)),
    kill: (/** @type {NodeJS.Signals} */ name) => child.kill(name),
  };
}
