import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { downloadWorker, prebuiltName } from './workerDownload.mjs';

const signal = new AbortController().signal;

it.each([
  ['linux', 'x64', '6.18.44-generic', 'mediasoup-worker-3.27.1-linux-x64-kernel6.tgz'],
  ['darwin', 'arm64', '24.1.0', 'mediasoup-worker-3.27.1-darwin-arm64.tgz'],
])('names the archive for %s %s as mediasoup does', (platform, arch, kernel, expected) => {
  expect(prebuiltName('3.27.1', platform, arch, kernel)).toBe(expected);
});

it('finds nothing where the release has no such archive', async () => {
  const base = await serve((_, response) => response.writeHead(404).end());
  expect(await download(base)).toBeUndefined();
});

it('finds nothing in an archive that is none', async () => {
  const base = await serve((_, response) => response.end('<html>Please log in to this network</html>'));
  expect(await download(base)).toBeUndefined();
});

it('does not ask when told not to', async () => {
  let requests = 0;
  const base = await serve((_, response) => {
    requests += 1;
    response.end();
  });
  expect(await download(base, { MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD: '1' })).toBeUndefined();
  expect(requests).toBe(0);
});

/**
 * @param {string} base
 * @param {NodeJS.ProcessEnv} [env]
 */
async function download(base, env) {
  const folder = await mkdtemp(join(tmpdir(), 'lianmai-download-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return downloadWorker({
    version: '3.27.1',
    folder,
    signal,
    env: { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: base, ...env },
  });
}

/**
 * @param {import('node:http').RequestListener} answer
 * @returns {Promise<string>}
 */
async function serve(answer) {
  const server = createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
