import { openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';

const coldStarts = 5;
const warmStarts = 20;

/** From the request to the first video frame (not its decoder configuration) of an HTTP-FLV player. */
export const flvStart: Measurement = {
  name: 'flv',
  title: 'HTTP-FLV: request to first picture',
  async run() {
    const running = await startApp({ MEDIA_WORKERS: '1', LOG_LEVEL: 'warn', EGRESS_LINGER_SECONDS: '1' });
    try {
      const room = await openLiveClipRoom(running.app, 'flv');
      const url = `${running.baseUrl}/live/${room.roomId}.flv`;
      const cold: number[] = [];
      for (let i = 0; i < coldStarts; i += 1) cold.push(await coldStart(running, url));
      const warm = await warmStart(url);
      room.end();
      return [
        { what: 'cold, median', value: percentile(cold, 0.5), unit: 'ms' },
        { what: 'cold, slowest', value: Math.max(...cold), unit: 'ms' },
        { what: 'warm, p50', value: percentile(warm, 0.5), unit: 'ms' },
        { what: 'warm, p95', value: percentile(warm, 0.95), unit: 'ms', target: { atMost: 300 } },
      ];
    } finally {
      await running.close();
    }
  },
};

async function coldStart({ app }: RunningApp, url: string): Promise<number> {
  await waitFor('the egress to stop', () => app.egress.stats().ffmpegChildren === 0, { deadlineMs: 15_000 });
  const player = await openFlv(url);
  await player.close();
  return player.firstPictureMs;
}

async function warmStart(url: string): Promise<number[]> {
  const keeper = await openFlv(url);
  const times: number[] = [];
  for (let i = 0; i < warmStarts; i += 1) {
    const player = await openFlv(url);
    times.push(player.firstPictureMs);
    await player.close();
  }
  await keeper.close();
  return times;
}

/** Resolves at the first picture; the response stays open until `close`. */
async function openFlv(url: string): Promise<{ firstPictureMs: number; close: () => Promise<void> }> {
  const startedMs = performance.now();
  const leaving = new AbortController();
  const response = await fetch(url, { signal: leaving.signal });
  if (!response.ok || !response.body) throw new Error(`FLV answered ${response.status}`);
  const reader = response.body.getReader();
  let bytes = Buffer.alloc(0);
  while (!hasPicture(bytes)) {
    const { value, done } = await reader.read();
    if (done) throw new Error('the FLV ended before its first picture');
    bytes = Buffer.concat([bytes, value]);
  }
  const firstPictureMs = performance.now() - startedMs;
  const draining = drain(reader);
  return {
    firstPictureMs,
    close: async () => {
      leaving.abort();
      await draining;
    },
  };
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // Aborted: that is how a player leaves.
  }
}

const videoTag = 9;
const avcNalUnits = 1;

/** Whether a complete keyframe is in it (FLV specification 10.1, annex E.4). */
function hasPicture(flv: Buffer): boolean {
  for (let at = 13; at + 15 <= flv.length; ) {
    const end = at + 11 + flv.readUIntBE(at + 1, 3) + 4;
    const isKeyframe = flv[at] === videoTag && (flv[at + 11] ?? 0) >> 4 === 1 && flv[at + 12] === avcNalUnits;
    if (isKeyframe && end <= flv.length) return true;
    at = end;
  }
  return false;
}
