import { readdir, readFile } from 'node:fs/promises';

export interface ChildOf {
  pid: number;
  /** With its arguments. */
  command: string;
}

/** The processes that a process has started and that are still there, the oldest first. Linux only. */
export async function childrenOf(parent: number): Promise<ChildOf[]> {
  const tasks = await readdir(`/proc/${parent}/task`).catch(() => []);
  const lists = await Promise.all(tasks.map((task) => read(`/proc/${parent}/task/${task}/children`)));
  const pids = lists.flatMap((list) => list.split(/\s+/u).filter(Boolean).map(Number));
  const children = await Promise.all(pids.map(async (pid) => ({ pid, command: await commandOf(pid) })));
  return children.filter(({ command }) => command !== '').sort((a, b) => a.pid - b.pid);
}

async function commandOf(pid: number): Promise<string> {
  return (await read(`/proc/${pid}/cmdline`)).split('\0').join(' ').trim();
}

/** Empty when the process has gone meanwhile. */
function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
