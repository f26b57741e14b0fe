import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { clientErrorCodes } from '../client-web/src/sdk/LiveError.ts';
import { errorCodes } from '../shared/src/errorCodes.ts';
import { plainMembers } from './plainMembers.ts';

/** Errors that arise in the SDK itself: the others come from the server, which says of each whether trying again may help. */
const ownCodes = [
  'aborted',
  'banned',
  'draining',
  'internal',
  'kicked',
  'network',
  'not_joined',
  'session_not_found',
  'timeout',
] as const;

/** One CommonJS file in `miniprogram_dist`, as "构建 npm" of a host's tools takes it, in syntax that old phones run. */
export default defineConfig({
  plugins: [plainMembers(), withoutSentences(), intoTheApp()],
  // Hosts have no frames to wait for.
  define: { requestAnimationFrame: 'undefined' },
  build: {
    lib: { entry: join(import.meta.dirname, 'src/index.ts'), formats: ['cjs'], fileName: () => 'index.js' },
    outDir: 'miniprogram_dist',
    target: 'es2020',
    rolldownOptions: {
      output: { generatedCode: { symbols: false } },
      // The protocol's schemas are the server's: of `shared` only plain functions and tables are wanted.
      treeshake: { manualPureFunctions: ['z'], moduleSideEffects: false },
    },
  },
});

/**
 * The server sends its sentences along, in the language that was asked for, and its word on each code: in place of the tables of all codes
 * there is one of the few that arise here.
 */
function withoutSentences(): Plugin {
  const all = { ...errorCodes, ...clientErrorCodes };
  const rows = ownCodes.map((code) => `${code}: ${all[code].retryable ? 'mayPass' : 'final'}`);
  const table = `
    const mayPass = { retryable: true };
    const final = { retryable: false };
    export const errorCodes = { ${rows} };
    export const isErrorCode = () => true;`;
  return {
    name: 'without-sentences',
    enforce: 'pre',
    transform(code, id) {
      if (id.endsWith('LiveError.ts'))
        return { code: code.replace(/(?<=clientErrorCodes = )\{.*?\n\}/su, '{}'), map: null };
      if (!id.endsWith('errorCodes.ts')) return null;
      return { code: table, map: null };
    },
  };
}

/** Our own mini program has the built SDK among its packages, so that it opens without "构建 npm". */
function intoTheApp(): Plugin {
  return {
    name: 'into-the-app',
    writeBundle: ({ dir = '' }) =>
      cp(dir, join(import.meta.dirname, 'miniprogram/miniprogram_npm/@lianmai/miniprogram'), {
        recursive: true,
      }),
  };
}
