import { join } from 'node:path';
import vm from 'node:vm';
import { build } from 'vite';
import type * as Sdk from '../../../miniprogram-bridge/src/index.ts';

const root = join(import.meta.dirname, '../../../miniprogram-bridge');

/** The SDK as mini programs get it: one CommonJS text. */
export async function buildBundle(): Promise<string> {
  return (await built('vite.config.ts')).get('index.js') ?? '';
}

/** The SDK's package as a mini program has it among its own: texts by path. */
export async function buildPackage(): Promise<Map<string, string>> {
  const [sdk, liveRoom] = await Promise.all([built('vite.config.ts'), built('vite.liveRoom.config.ts')]);
  return new Map([...sdk, ...[...liveRoom].map(([name, text]) => [`live-room/${name}`, text] as const)]);
}

async function built(configFile: string): Promise<Map<string, string>> {
  const output = await build({
    root,
    configFile: join(root, configFile),
    logLevel: 'error',
    build: { write: false },
  });
  const [result] = Array.isArray(output) ? output : [output];
  if (!result || !('output' in result)) throw new Error('nothing was built');
  return new Map(
    result.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source.toString()]),
  );
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
