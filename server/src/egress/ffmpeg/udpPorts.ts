import { createSocket, type Socket } from 'node:dgram';

const attempts = 50;

/**
 * An even UDP port of 127.0.0.1 that is free together with the next one: ffmpeg binds both, for RTP and RTCP. Nobody holds it until
 * ffmpeg does, so in the rare case that somebody takes it, ffmpeg fails and is started again on other ports.
 */
export async function findRtpPort(): Promise<number> {
  for (let i = 0; i < attempts; i++) {
    const first = await bind(0);
    if (!first) continue;
    const { port } = first.address();
    const second = port % 2 === 0 ? await bind(port + 1) : null;
    await Promise.all([release(first), second && release(second)]);
    if (second) return port;
  }
  throw new Error('no free pair of UDP ports');
}

function bind(port: number): Promise<Socket | null> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.bind(port, '127.0.0.1', () => resolve(socket));
  });
}

function release(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(resolve));
}
