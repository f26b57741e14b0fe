import { join } from 'node:path';
import vm from 'node:vm';
import { build } from 'vite';
import type * as Sdk from '../../../miniprogram-bridge/src/index.ts';

const root = join(import.meta.dirname, '../../../miniprogram-bridge');

/** The SDK as mini programs get it: one CommonJS text. */
export async function buildBundle(): Promise<string> {
  const built = await build({ root, logLevel: 'error', build: { write: false } });
  const [result] = Array.isArray(built) ? built : [built];
  const chunk = result && 'output' in result ? result.output[0] : undefined;
  if (!chunk) throw new Error('nothing was built');
  return chunk.code;
}

/** Runs it where there is nothing but ECMAScript, timers and the host: no `globalThis`, no code from texts, no Node, no DOM. */
export function loadBundle(code: string, host: Record<string, unknown>): typeof Sdk {
  const exports = {};
  const context = vm.createContext(
    { exports, module: { exports }, setTimeout, clearTimeout, console, ...host },
    { codeGeneration: { strings: false, wasm: false } },
  );
  vm.runInContext('delete globalThis.globalThis', context);
  vm.runInContext(code, context, { filename: 'miniprogram_dist/index.js' });
  return exports as typeof Sdk;
}
