import { runScript } from './entry.mjs';
import { setUp } from './setup/setUp.mjs';

/** `npm run setup`: all that `npm start` does before the server, for images and service units. */
await runScript(async (signal) => {
  await setUp({ browser: false, webClient: true }, signal);
  return 0;
});
