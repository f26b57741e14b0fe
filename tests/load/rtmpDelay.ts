import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { createRoom, guestToken } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { TcpProxy } from '../support/TcpProxy.ts';
import { waitFor } from '../support/waitFor.ts';
import { BarcodePusher } from './support/BarcodePusher.ts';
import { type BarcodePath, barcodeFigures, settleSeconds } from './support/barcodeFigures.ts';
import { openRoomPage, openWaitingPage, readBarcode } from './support/barcodeShow.ts';
import { launchChromium } from './support/chromium.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';
import { watchSeconds } from './support/seconds.ts';

const rounds = 5;
/** One flash a second: as many pairs as a 95th percentile needs. */
const trustedSeconds = 60;
/** Handshake, commands and metadata: what comes after is the first picture. */
const bytesBeforeMedia = 3073 + 2500;
const paths: BarcodePath[] = [
  { protocol: 'webrtc', p95: 1000 },
  { protocol: 'flv', p95: 1500 },
];

interface Show {
  running: RunningApp;
  browser: Browser;
  roomId: string;
  /** Where the encoder publishes: through a proxy that sees when its first picture comes. */
  url: string;
  proxy: TcpProxy;
}

/**
 * From an encoder over RTMP to the screen of Chromium's viewers: how old the picture is (encoding included), how far the sound is from
 * it, and how long viewers who wait in the room wait on after the encoder's first keyframe has come in.
 */
export const rtmpDelay: Measurement = {
  name: 'rtmp-delay',
  title: 'RTMP push → viewers: glass to glass, first frame, 640x360 at 30 fps',
  async run() {
    const running = await startApp({ RTMP_PORT: '0', MEDIA_WORKERS: '1', LOG_LEVEL: 'warn' });
    const browser = await launchChromium();
    const proxy = await TcpProxy.start(running.app.ports.rtmp ?? 0);
    try {
      const { token } = await guestToken(running.baseUrl, 'Encoder');
      const roomId = await createRoom(running.baseUrl, token);
      const url = `rtmp://127.0.0.1:${proxy.port}/live/${roomId}?token=${token}`;
      const show = { running, browser, roomId, url, proxy };
      const figures: Figure[] = [];
      for (const path of paths) figures.push(...(await firstFrames(show, path.protocol)));
      figures.push(...(await glassToGlass(show)));
      return figures;
    } finally {
      await browser.close();
      await proxy.close();
      await running.close();
    }
  },
};

async function firstFrames(show: Show, protocol: string): Promise<Figure[]> {
  const waits: number[] = [];
  for (let i = 0; i < watchSeconds(rounds); i += 1) {
    const page = await openWaitingPage(show, protocol);
    const firstPictureMs = pictureAppears(page);
    const keyframe = Promise.withResolvers<number>();
    let bytes = 0;
    show.proxy.onClientData = (data) => {
      bytes += data.length;
      if (bytes > bytesBeforeMedia) keyframe.resolve(Date.now());
    };
    const pusher = new BarcodePusher(show.url);
    waits.push((await firstPictureMs) - (await keyframe.promise));
    await endShow(show, pusher, page);
  }
  const what = `${protocol}: first keyframe → first frame`;
  return [
    { what: `${what}, p50`, value: percentile(waits, 0.5), unit: 'ms' },
    { what: `${what}, slowest`, value: Math.max(...waits), unit: 'ms', target: { atMost: 1000 } },
  ];
}

/** When the room's page shows its first picture, ms since the epoch. */
function pictureAppears(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const known = new WeakSet<Element>();
        const look = () => {
          for (const video of document.querySelectorAll<HTMLVideoElement>('[data-testid=room-video]')) {
            if (known.has(video)) continue;
            known.add(video);
            video.requestVideoFrameCallback((nowMs) => resolve(performance.timeOrigin + nowMs));
          }
          setTimeout(look, 20);
        };
        look();
      }),
  );
}

async function glassToGlass(show: Show): Promise<Figure[]> {
  const pusher = new BarcodePusher(show.url);
  const figures: Figure[] = [];
  await waitFor('the show', () => show.running.app.rooms.get(show.roomId).isLive, { deadlineMs: 15_000 });
  for (const path of paths) {
    const page = await openRoomPage(show, path.protocol);
    await wait(settleSeconds * 1000);
    const seconds = watchSeconds(trustedSeconds);
    figures.push(...barcodeFigures(path, await readBarcode(page, seconds), seconds));
    await page.context().close();
  }
  await endShow(show, pusher);
  return figures;
}

async function endShow({ running, roomId, proxy }: Show, pusher: BarcodePusher, page?: Page): Promise<void> {
  proxy.onClientData = null;
  await pusher.close();
  const room = running.app.rooms.get(roomId);
  await waitFor('the end of the stream', () => room.tracks.publications.length === 0);
  if (room.isLive) room.endShow('ended_by_operator');
  await page?.context().close();
}
