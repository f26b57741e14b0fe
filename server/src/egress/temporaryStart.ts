// TEMPORARY, see EgressManager.ts.
import { spawn } from 'node:child_process';

export function temporaryStart(path: string, args: readonly string[]) {
  const child = spawn(path, args, { stdio: 'ignore' });
  const ended = new Promise<{ reason: string }>((resolve) =>
    child.once('exit', (code) => resolve({ reason: `code ${code}` })),
  );
  return {
    ended,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
