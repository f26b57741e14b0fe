import { afterEach, beforeEach, expect, it } from 'vitest';
import { type LiveClipRoom, openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { ViewerCrowd } from '../support/rtc/ViewerCrowd.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

const viewerCount = 40;
const everyKindOfCount =
  /^lianmai_(rooms|rooms_live|sessions|tracks|signaling_connections|media_\w+)(\{.*\})? /u;

let running: RunningApp;
let room: LiveClipRoom;
let crowd: ViewerCrowd;

beforeEach(async () => {
  running = await startApp({ MEDIA_WORKERS: '2' });
  room = await openLiveClipRoom(running.app, 'crowded');
  crowd = new ViewerCrowd();
});

afterEach(async () => {
  await crowd?.close();
  room?.end();
  await running?.close();
});

/** All counts of things that come and go, by their name and labels. */
async function counts(): Promise<Record<string, string>> {
  const text = await (await fetch(`${running.baseUrl}/metrics`)).text();
  const lines = text.split('\n').filter((line) => everyKindOfCount.test(line) && !line.includes('cpu_cores'));
  return Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
}

/** The most that fall into any window of that length. */
function mostWithin(windowMs: number, timesMs: readonly number[]): number {
  return Math.max(
    0,
    ...timesMs.map((start) => timesMs.filter((at) => at >= start && at < start + windowMs).length),
  );
}

it('carries 40 viewers who come within a second on both workers, at one keyframe request a second', async () => {
  const { engine } = running.app;
  const baseline = await counts();
  const stop = countMostPipes(engine);

  const viewers = await crowd.join({
    baseUrl: running.baseUrl,
    roomId: room.roomId,
    count: viewerCount,
    withinMs: 1000,
  });

  const { workers, total } = engine.stats();
  expect(stop()).toBe(room.publisher.tracks.length);
  expect(total.pipes).toBe(room.publisher.tracks.length);
  expect(total.consumers).toBe(2 * viewerCount);
  for (const { consumers } of workers) expect(consumers).toBeGreaterThanOrEqual(viewerCount / 2);

  expect(viewers).toHaveLength(viewerCount);
  for (const { firstPictureMs } of viewers)
    expect(firstPictureMs ?? Number.POSITIVE_INFINITY).toBeLessThan(3000);
  // Timers of two processes are not exact: 900 ms is still "a second apart".
  expect(mostWithin(900, room.publisher.keyframeRequestsAtMs)).toBe(1);

  await waitFor('sound for everybody', async () =>
    (await crowd.figures()).every(({ audio }) => audio.packets > 50),
  );

  await crowd.leave();
  const isBack = async () => JSON.stringify(await counts()) === JSON.stringify(baseline);
  await waitFor('the counts to be back', isBack, { deadlineMs: 15_000 }).catch(async () => {
    expect(await counts()).toEqual(baseline);
  });
});

it('forgets viewers who vanish without a word', async () => {
  const baseline = await counts();
  await crowd.join({ baseUrl: running.baseUrl, roomId: room.roomId, count: 4, withinMs: 0 });
  await crowd.close();
  await waitFor('the transports to close', () => running.app.engine.stats().total.transports === 0, {
    deadlineMs: 45_000,
  });
  await waitFor(
    'the counts to be back',
    async () => (await counts()).lianmai_sessions === baseline.lianmai_sessions,
    {
      deadlineMs: 15_000,
    },
  );
  expect(await counts()).toEqual(baseline);
});

/** Follows how many pipes there are, also for a moment; the returned function stops it and tells the most. */
function countMostPipes(engine: RunningApp['app']['engine']): () => number {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, engine.stats().total.pipes);
  }, 5);
  return () => {
    clearInterval(timer);
    return most;
  };
}
