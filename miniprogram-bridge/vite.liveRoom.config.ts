import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { plainMembers } from './plainMembers.ts';

const source = join(import.meta.dirname, 'src/live-room');
const inTheApp = join(import.meta.dirname, 'miniprogram/miniprogram_npm/@lianmai/miniprogram/live-room');

/** The `<live-room>` component beside the SDK, which it shares no module with: a page gives it the client. */
export default defineConfig({
  plugins: [plainMembers(), withTemplate()],
  build: {
    lib: { entry: join(source, 'index.ts'), formats: ['cjs'], fileName: () => 'index.js' },
    outDir: 'miniprogram_dist/live-room',
    target: 'es2020',
    rolldownOptions: { output: { generatedCode: { symbols: false } } },
  },
});

/** What a component has beside its code; all of it also where our own mini program has its packages. */
function withTemplate(): Plugin {
  return {
    name: 'with-template',
    async generateBundle() {
      for (const name of ['index.json', 'index.wxml', 'index.wxss'])
        this.emitFile({ type: 'asset', fileName: name, source: await readFile(join(source, name), 'utf8') });
    },
    writeBundle: ({ dir = '' }) => cp(dir, inTheApp, { recursive: true }),
  };
}
