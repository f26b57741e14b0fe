import type { BrowserContext } from 'playwright';
import { openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { startApp } from '../support/startApp.ts';
import { launchChromium } from './support/chromium.ts';
import type { Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';

const visits = 20;

/** The room page over WebRTC, opened again and again in one browser: until its `<video>` shows a frame. */
export const browserJoins: Measurement = {
  name: 'browser-joins',
  title: 'Join to first frame, WebRTC in Chromium',
  async run() {
    const running = await startApp({ MEDIA_WORKERS: '1', LOG_LEVEL: 'warn' });
    const browser = await launchChromium();
    try {
      const room = await openLiveClipRoom(running.app, 'browser-joins');
      const context = await browser.newContext();
      const url = `${running.baseUrl}/room/${room.roomId}?protocol=webrtc&debug`;
      // The first visit fills the cache and logs the guest in.
      await visit(context, url);
      const times: Visit[] = [];
      for (let i = 0; i < visits; i += 1) times.push(await visit(context, url));
      room.end();
      const sinceJoin = times.map(({ sinceJoinMs }) => sinceJoinMs);
      const sinceOpening = times.map(({ sinceOpeningMs }) => sinceOpeningMs);
      return [
        { what: 'since the room was joined, p50', value: percentile(sinceJoin, 0.5), unit: 'ms' },
        {
          what: 'since the room was joined, p95',
          value: percentile(sinceJoin, 0.95),
          unit: 'ms',
          target: { atMost: 1000 },
        },
        { what: 'since the page was opened, p50', value: percentile(sinceOpening, 0.5), unit: 'ms' },
        { what: 'since the page was opened, p95', value: percentile(sinceOpening, 0.95), unit: 'ms' },
      ];
    } finally {
      await browser.close();
      await running.close();
    }
  },
};

interface Visit {
  /** From the beginning of the navigation. */
  sinceOpeningMs: number;
  /** As the app itself measures it, from the moment that it begins to connect. */
  sinceJoinMs: number;
}

async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  try {
    await page.addInitScript({ content: noteFirstFrame });
    await page.goto(url, { waitUntil: 'commit' });
    const read = await page.waitForFunction(() => {
      const ladder = Reflect.get(window, 'lianmaiDebug')?.ladder;
      const sinceJoinMs: unknown = ladder?.state.getSnapshot().firstFrameMs;
      const sinceOpeningMs: unknown = Reflect.get(window, 'firstFrameMs');
      const isThere = typeof sinceJoinMs === 'number' && typeof sinceOpeningMs === 'number';
      return isThere && { sinceJoinMs, sinceOpeningMs };
    });
    const times = await read.jsonValue();
    if (!times) throw new Error('no first frame');
    return times;
  } finally {
    await page.close();
  }
}

/** Runs in the page before the app. */
const noteFirstFrame = `
  const look = () => {
    const video = document.querySelector('[data-testid=room-video]');
    if (!video) return requestAnimationFrame(look);
    video.requestVideoFrameCallback(() => { window.firstFrameMs = performance.now(); });
  };
  requestAnimationFrame(look);
`;
