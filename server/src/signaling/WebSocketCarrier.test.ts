import { on, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { silentLogger } from '../core/logger.ts';
import { dispatcherOf } from '../testing/dispatcherOf.ts';
import { identity, roomFixture } from '../testing/roomFixture.ts';
import { WebSocketCarrier } from './WebSocketCarrier.ts';

const pingIntervalMs = 5000;

let fixture: ReturnType<typeof roomFixture>;
let server: Server;
let carrier: WebSocketCarrier;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  fixture = roomFixture();
  server = createServer();
  carrier = new WebSocketCarrier([server], {
    dispatcher: dispatcherOf(fixture),
    admit: async (token = 'bob') => ({ identity: identity(token), login: null }),
    allowedOrigins: '*',
    clock: fixture.clock,
    log: silentLogger(),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await carrier.close();
  server.close();
});

/** A joined client that does not answer pings, or does. */
async function connect(userId: string, { autoPong }: { autoPong: boolean }): Promise<WebSocket> {
  const { port } = server.address() as AddressInfo;
  const url = `ws://127.0.0.1:${port}/socket/room/r1?token=${userId}`;
  const socket = new WebSocket(url, { autoPong });
  sockets.push(socket);
  await once(socket, 'message');
  return socket;
}

/** What the server has sent before this is with the client now, and what the client has answered with the server. */
async function ping(socket: WebSocket): Promise<void> {
  const frames = on(socket, 'message');
  socket.send(JSON.stringify({ type: 'ping' }));
  for await (const [frame] of frames) if (JSON.parse(String(frame)).type === 'reply') return;
}

describe('a plain WebSocket whose network has gone', () => {
  it('is closed when nothing is heard of it between two pings', async () => {
    const silent = await connect('silent', { autoPong: false });
    const closed = once(silent, 'close');
    // One for the joining itself, which was a sign of life.
    fixture.clock.advance(pingIntervalMs);
    await once(silent, 'ping');
    fixture.clock.advance(pingIntervalMs);
    await closed;
    expect(carrier.connectionCount).toBe(0);
  });

  it('is kept by frames of a client that cannot answer pings, and by answers of one that says nothing', async () => {
    const talking = await connect('talking', { autoPong: false });
    const answering = await connect('answering', { autoPong: true });
    for (let i = 0; i < 5; i += 1) {
      const pinged = once(answering, 'ping');
      fixture.clock.advance(pingIntervalMs);
      await pinged;
      await ping(talking);
      // Pongs are sent without a word to us: the server has them when it has what came behind them.
      answering.ping();
      await once(answering, 'pong');
    }
    expect(carrier.connectionCount).toBe(2);
  });
});
