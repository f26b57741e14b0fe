import { readFile } from 'node:fs/promises';

/** PostgreSQL refuses to run as root: the account of Debian's package then, or `nobody`. Undefined: as whoever we are. */
export async function ownerOfCluster(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL refuses to run as root, and there is no account "postgres" or "nobody" here');
}
