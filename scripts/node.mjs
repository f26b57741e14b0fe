import { runScript } from './entry.mjs';
import { runNode } from './runNode.mjs';
import { setUp } from './setup/setUp.mjs';

/**
 * `npm run node -- <script> [args…]` runs a script of the repository with the Node that set-up found or brought, and with what it
 * needs in its environment (MEDIASOUP_WORKER_BIN).
 */
await runScript(async (signal) => {
  const args = process.argv.slice(2);
  if (args.length === 0) {
    console.error('Usage: npm run node -- <script> [args…]');
    return 2;
  }
  const platform = await setUp({ browser: false, webClient: false }, signal);
  return runNode(platform, args, { cwd: process.cwd() });
});
