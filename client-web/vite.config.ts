import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Where `vite dev` finds the platform: started beside it with `npm start`.
const backend = process.env.LIANMAI_BACKEND ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    rollupOptions: {
      output: {
        // Code that changes with every release apart from libraries that hardly do; hls.js and mpegts.js load on demand.
        manualChunks: (id: string) => chunkOf(id),
      },
    },
  },
  server: {
    proxy: {
      '/api': backend,
      '/live': backend,
      '/socket.io': { target: backend, ws: true },
      '/socket': { target: backend, ws: true },
    },
  },
});

function chunkOf(id: string): string | undefined {
  if (!id.includes('node_modules')) return undefined;
  if (/node_modules\/(react|react-dom|scheduler)\//.test(id)) return 'react';
  if (/node_modules\/(mediasoup-client|socket\.io|engine\.io|h264-profile-level-id|zod)/.test(id))
    return 'rtc';
  return undefined;
}
