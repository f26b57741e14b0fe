import { afterEach, describe, expect, it } from 'vitest';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { ServerProcess } from '../support/ServerProcess.ts';
import { waitFor } from '../support/waitFor.ts';

let server: ServerProcess | undefined;
const clients: RawClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server?.close();
  server = undefined;
});

async function start(settings: Record<string, string> = {}, args: string[] = []): Promise<ServerProcess> {
  server = await ServerProcess.start(settings, args);
  return server;
}

async function liveAnchor({
  baseUrl,
}: ServerProcess): Promise<{ anchor: RawClient; roomId: string; token: string }> {
  const { token } = await guestToken(baseUrl);
  const roomId = await createRoom(baseUrl, token);
  const anchor = await RawClient.connect(baseUrl, token);
  clients.push(anchor);
  await anchor.request('join', { roomId, as: 'publisher' });
  await anchor.request('startShow', {});
  return { anchor, roomId, token };
}

describe('the server process', () => {
  it('names every wrong setting and exits 2', async () => {
    await expect(ServerProcess.start({ RTC_PORT_BASE: 'many', LOG_LEVEL: 'loud' })).rejects.toThrow(
      /RTC_PORT_BASE: [\s\S]*LOG_LEVEL: /,
    );
  });

  it('says which setting to change when a port is taken', async () => {
    const { port } = await start();
    await expect(ServerProcess.start({ PORT: String(port) })).rejects.toThrow(`PORT: port ${port} is in use`);
  });

  it('says where it is, and where the demo room plays', async () => {
    const { output, baseUrl } = await start({}, ['--demo']);
    expect(output).toMatch(/\/room\/demo\n/);
    expect(output).toMatch(/\/live\/demo\.flv\n/);
    expect(output).toMatch(/\/live\/demo\/index\.m3u8\n/);
    expect(output).toMatch(/lianmai\.log\n/);
    const room = await (await fetch(`${baseUrl}/api/rooms/demo`)).json();
    expect(room).toMatchObject({ id: 'demo', status: 'live' });
  });

  it('drains on SIGTERM: tells everybody, refuses new shows, exits 0 when the show is over', async () => {
    const running = await start({ DRAIN_SECONDS: '60' });
    const { anchor, token } = await liveAnchor(running);
    running.signal('SIGTERM');
    expect(await anchor.notice('draining')).toEqual({ stopsInMs: 60_000 });
    await expect(createRoom(running.baseUrl, token)).rejects.toThrow(/503/);
    expect((await fetch(`${running.baseUrl}/readyz`)).status).toBe(503);
    await anchor.request('endShow', {});
    expect(await running.exited).toEqual({ code: 0, signal: null });
  });

  it('stops at once on a second SIGTERM', async () => {
    const running = await start({ DRAIN_SECONDS: '60' });
    const { anchor } = await liveAnchor(running);
    const workers = await running.children('mediasoup-worker');
    expect(workers).toHaveLength(1);
    running.signal('SIGTERM');
    await anchor.notice('draining');
    running.signal('SIGTERM');
    await anchor.notice('sessionEnded');
    expect(await running.exited).toEqual({ code: 0, signal: null });
  });

  it('keeps the media through SIGTERM until the drain is over', async () => {
    const running = await start({ DRAIN_SECONDS: '60' });
    const { anchor } = await liveAnchor(running);
    const [worker] = await running.children('mediasoup-worker');
    running.signal('SIGTERM');
    await anchor.notice('draining');
    await anchor.request('createTransport', { direction: 'send' });
    expect(await running.children('mediasoup-worker')).toEqual([worker]);
  });

  it('survives a killed media worker and tells its clients', async () => {
    const running = await start();
    const { anchor } = await liveAnchor(running);
    const { id: transportId } = await anchor.request('createTransport', { direction: 'send' });
    const [worker] = await running.children('mediasoup-worker');
    process.kill(worker ?? -1, 'SIGKILL');
    expect(await anchor.notice('transportClosed')).toEqual({ transportId, reason: 'media_reset' });
    await waitFor('a new worker', async () => (await running.children('mediasoup-worker'))[0] !== worker);
    await anchor.request('createTransport', { direction: 'send' });
  });

  it('writes no token and no resume key into its log', async () => {
    const running = await start({ LOG_LEVEL: 'trace' });
    const { token, anchor, roomId } = await liveAnchor(running);
    await RawClient.connect(running.baseUrl, `${token}x`).catch(() => undefined);
    anchor.cut();
    await waitFor('the cut to be logged', async () => (await running.log()).includes('lost its connection'));
    const log = await running.log();
    expect(log).toContain(roomId);
    expect(log).not.toContain(token);
  });
});
