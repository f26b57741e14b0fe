import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll } from 'vitest';

const GRACE_MS = 8_000;
const POLL_MS = 50;

/** A Vitest set-up file: each test file ends without a child process of its own, or fails naming it. */
afterAll(async () => {
  const deadline = Date.now() + GRACE_MS;
  let left = await childCommands(process.pid);
  while (left.length > 0 && Date.now() < deadline) {
    await wait(POLL_MS);
    left = await childCommands(process.pid);
  }
  if (left.length > 0) throw new Error(`left running after this file:\n${left.join('\n')}`);
}, GRACE_MS + 5_000);

/** Linux only: elsewhere no child is found, and the check passes. */
async function childCommands(parent: number): Promise<string[]> {
  const names = await readdir('/proc').catch(() => []);
  const commands = await Promise.all(
    names.filter((name) => /^\d+$/u.test(name)).map((pid) => commandIfChild(pid, parent)),
  );
  return commands.filter((command) => command !== undefined);
}

async function commandIfChild(pid: string, parent: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // "pid (name) state ppid ...", where the name may hold anything, parentheses included.
  const [state, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (Number(ppid) !== parent || state === 'Z') return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return `${pid} ${command.split('\0').join(' ').slice(0, 200)}`;
}
