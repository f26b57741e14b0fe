import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** An HTTP-FLV player in a process of its own. Resolves when media comes in; the returned function ends it. */
export async function playElsewhere(url: string): Promise<() => Promise<void>> {
  const script = `const { body } = await fetch(process.argv[1]); for await (const chunk of body) process.stdout.write('.');`;
  const player = spawn(process.execPath, ['--input-type=module', '-e', script, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(player.stdout, 'data');
  player.stdout.resume();
  return async () => {
    const exited = once(player, 'exit');
    player.kill();
    await exited;
  };
}
