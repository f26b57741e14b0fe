import { openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { ViewerCrowd } from '../support/rtc/ViewerCrowd.ts';
import { startApp } from '../support/startApp.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';

const manners = [
  { name: 'one every 1.5 s', count: 20, withinMs: 20 * 1500, atMostMs: 1000 },
  { name: '40 within 1 s', count: 40, withinMs: 1000, atMostMs: 3000 },
];

/** From the first byte of signalling to a picture that could be shown, for viewers without a browser; and what that costs the anchor. */
export const joins: Measurement = {
  name: 'joins',
  title: 'Join to first complete keyframe, headless viewers on two workers',
  async run() {
    const figures: Figure[] = [];
    for (const manner of manners) figures.push(...(await measure(manner)));
    return figures;
  },
};

async function measure({ name, count, withinMs, atMostMs }: (typeof manners)[number]): Promise<Figure[]> {
  const running = await startApp({ MEDIA_WORKERS: '2', LOG_LEVEL: 'warn' });
  const crowd = new ViewerCrowd();
  try {
    const room = await openLiveClipRoom(running.app, 'joins');
    const viewers = await crowd.join({ baseUrl: running.baseUrl, roomId: room.roomId, count, withinMs });
    const times = viewers.map(({ firstPictureMs }) => firstPictureMs ?? Number.POSITIVE_INFINITY);
    const apartMs = shortestGap(room.publisher.keyframeRequestsAtMs);
    room.end();
    return [
      { what: `${name}: p50`, value: percentile(times, 0.5), unit: 'ms' },
      { what: `${name}: p95`, value: percentile(times, 0.95), unit: 'ms', target: { atMost: atMostMs } },
      {
        what: `${name}: keyframe requests at the anchor apart`,
        value: apartMs,
        unit: 'ms',
        target: { atLeast: 900 },
      },
    ];
  } finally {
    await crowd.close();
    await running.close();
  }
}

/** The time between the two that are closest to each other. */
function shortestGap(timesMs: readonly number[]): number {
  return Math.min(...timesMs.slice(1).map((at, i) => at - (timesMs[i] ?? 0)));
}
