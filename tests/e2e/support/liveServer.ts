import { readFile } from 'node:fs/promises';
import { ServerProcess } from '../../support/ServerProcess.ts';
import { waitFor } from '../../support/waitFor.ts';
import { test } from './test.ts';

/** What has to be back where it was when everybody has left. */
const counts = [
  'lianmai_rooms_live',
  'lianmai_sessions',
  'lianmai_tracks',
  'lianmai_signaling_connections',
  'lianmai_media_workers',
  'lianmai_media_routers',
  'lianmai_media_transports',
  'lianmai_media_plain_transports',
  'lianmai_media_pipe_transports',
  'lianmai_media_producers',
  'lianmai_media_consumers',
  'lianmai_egress_streams',
  'lianmai_egress_processes',
] as const;

const backToBaselineMs = 30_000;
const shortGraces = { SESSION_GRACE_SECONDS: '2', ANCHOR_GRACE_SECONDS: '2' };

export interface LiveServer {
  readonly current: ServerProcess;
}

/**
 * A server of its own for the tests of the calling file. When they are over, everything that they made must be gone within 30 s, and
 * with the server every process that it started.
 */
export function liveServer(
  settings: Record<string, string> | (() => Promise<Record<string, string>>) = {},
  args: readonly string[] = [],
): LiveServer {
  let server: ServerProcess | undefined;
  let baseline = '';

  test.beforeAll(async () => {
    const own = typeof settings === 'function' ? await settings() : settings;
    server = await ServerProcess.start({ ...shortGraces, ...own }, args);
    baseline = await readCounts(server);
  });

  test.afterEach('show the log', async () => {
    if (!server || test.info().status === test.info().expectedStatus) return;
    await test.info().attach('server.log', { body: await server.log(), contentType: 'text/plain' });
  });

  test.afterAll('nothing is left', async () => {
    test.setTimeout(backToBaselineMs + 30_000);
    const stopping = server;
    if (!stopping) return;
    try {
      const isBack = async () => ((await readCounts(stopping)) === baseline ? true : undefined);
      await waitFor('the counts of /metrics to be back', isBack, {
        deadlineMs: backToBaselineMs,
        everyMs: 250,
      }).catch(async (error: Error) => {
        throw new Error(`${error.message}\nbefore: ${baseline}\nnow:    ${await readCounts(stopping)}`);
      });
    } finally {
      const children = await stopping.children('');
      await stopping.close();
      await waitFor('the children of the server to be gone', async () => !(await areAnyAlive(children)));
    }
  });

  return {
    get current() {
      if (!server) throw new Error('the server is not started yet');
      return server;
    },
  };
}

async function readCounts(server: ServerProcess): Promise<string> {
  const text = await (await fetch(`${server.baseUrl}/metrics`)).text();
  const lines = counts.map(
    (name) => new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[0] ?? `${name} is missing`,
  );
  return lines.map((line) => line.replace('lianmai_', '')).join(', ');
}

async function areAnyAlive(pids: readonly number[]): Promise<boolean> {
  const states = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)),
  );
  return states.some((state) => state !== undefined && !/\) Z /u.test(state));
}
