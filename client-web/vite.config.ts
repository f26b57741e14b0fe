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
    // hls.js, which loads only where it is needed.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Libraries hardly change from release to release: chunks of their own stay cached. hls.js and mpegts.js load on demand.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: 'rtc',
              test: /node_modules[\\/](mediasoup-client|socket\.io|engine\.io|h264-profile-level-id|zod)/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '^/api/': backend,
      '/live': backend,
      '/media/': backend,
      '/socket.io': { target: backend, ws: true },
      '/socket': { target: backend, ws: true },
    },
  },
});
