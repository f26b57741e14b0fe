import { waitFor } from '../support/waitFor.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer();

/** Of the one mediasoup worker that these tests run with. */
async function workerPid(): Promise<number> {
  const [pid] = await server.current.children('mediasoup-worker');
  if (pid === undefined) throw new Error('no mediasoup worker runs');
  return pid;
}

const faults = [
  { signal: 'SIGKILL', deadlineMs: 10_000 },
  { signal: 'SIGSTOP', deadlineMs: 15_000 },
] as const;

for (const { signal, deadlineMs } of faults) {
  test(`media come back by themselves after ${signal} of the mediasoup worker`, async ({ people }) => {
    const anchor = await people.liveAnchor(server.current);
    const viewer = await people.viewer(server.current, anchor.roomId);
    const flvViewer = await people.viewer(server.current, anchor.roomId, { protocol: 'flv' });
    const hlsViewer = await people.viewer(server.current, anchor.roomId, { protocol: 'hls' });
    await viewer.plays('webrtc');
    await flvViewer.plays('flv');
    await hlsViewer.plays('hls', 20_000);
    const { connectionsMade } = await viewer.figures();
    const pid = await workerPid();

    process.kill(pid, signal);
    const diedAtMs = performance.now();
    const goingOn = Promise.all([
      flvViewer.playsOn(10, deadlineMs + 5000),
      hlsViewer.playsOn(10, deadlineMs + 5000),
    ]);
    // Awaited below; a failure before that must not go unhandled.
    goingOn.catch(() => undefined);
    await viewer.movesAnew(connectionsMade, deadlineMs);
    note(`${signal}: WebRTC back after, ms`, Math.round(performance.now() - diedAtMs));
    await viewer.sounds();
    const [flvLateMs, hlsLateMs] = await goingOn;
    note(`${signal}: FLV late, ms`, flvLateMs);
    note(`${signal}: HLS late, ms`, hlsLateMs);
    expect(await workerPid()).not.toBe(pid);
    await waitFor('the old worker to be gone', () => !isAlive(pid));
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
