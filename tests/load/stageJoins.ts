import type { Locator, Page } from 'playwright';
import { type BarcodeShow, openBarcodeShow, openRoomPage } from './support/barcodeShow.ts';
import type { Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';
import { watchSeconds } from './support/seconds.ts';

const trustedRounds = 20;
const tile = '[data-testid="stage-tile"][data-seat="1"]';

/**
 * A viewer asks for a seat in the real web app and the anchor accepts: until the anchor and another viewer see a first frame of them.
 * Then the anchor cuts them: until the other viewer has seen their last.
 */
export const stageJoins: Measurement = {
  name: 'stage-joins',
  title: 'Accepted → first frame of the co-host, cut → last, WebRTC in Chromium (three pages)',
  async run() {
    const show = await openBarcodeShow();
    try {
      // On air at once: the anchor and viewers wait for the same frame.
      show.running.app.rooms.find(show.roomId)?.stage.configure({ usesGreenRoom: false });
      // Wide enough for the requests to be beside the picture.
      await show.studio.setViewportSize({ width: 1200, height: 640 });
      const viewer = await openRoomPage(show, 'webrtc');
      const guest = await openRoomPage(show, 'webrtc');
      const rounds: Round[] = [];
      for (let i = 0; i < watchSeconds(trustedRounds); i += 1) rounds.push(await join(show, viewer, guest));
      return [
        ...figuresOf(
          'anchor',
          rounds.map(({ anchorMs }) => anchorMs),
        ),
        ...figuresOf(
          'viewer',
          rounds.map(({ viewerMs }) => viewerMs),
        ),
        {
          what: 'cut → last frame at the viewer, slowest',
          value: Math.max(...rounds.map(({ cutMs }) => cutMs)),
          unit: 'ms',
          target: { atMost: 200 },
        },
      ];
    } finally {
      await show.close();
    }
  },
};

interface Round {
  anchorMs: number;
  viewerMs: number;
  cutMs: number;
}

async function join({ studio }: BarcodeShow, viewer: Page, guest: Page): Promise<Round> {
  await guest.getByTestId('stage-apply').click();
  await guest.getByTestId('stage-apply-send').click();
  const accept = studio.getByTestId('studio-application-accept');
  await accept.waitFor();
  const firstFrames = [studio, viewer].map((page) => page.evaluate(firstFrameAtMs, tile));
  const acceptedAtMs = await press(accept);
  const [anchorAtMs = Number.NaN, viewerAtMs = Number.NaN] = await Promise.all(firstFrames);
  const lastFrame = viewer.evaluate(lastFrameAtMs, tile);
  const cutAtMs = await press(studio.getByTestId('studio-cut'));
  const cutMs = Math.max(0, (await lastFrame) - cutAtMs);
  // Who was cut begins in the green room the next time, unless they were taken on air again.
  await studio.getByTestId('studio-take').first().click();
  await viewer.locator(tile).waitFor({ state: 'attached' });
  await guest.getByTestId('stage-leave').click();
  await Promise.all([studio, viewer].map((page) => page.locator(tile).waitFor({ state: 'detached' })));
  return { anchorMs: anchorAtMs - acceptedAtMs, viewerMs: viewerAtMs - acceptedAtMs, cutMs };
}

/** When it was pressed, ms since the epoch. */
function press(button: Locator): Promise<number> {
  return button.evaluate((element: HTMLElement) => {
    element.click();
    return performance.timeOrigin + performance.now();
  });
}

/** Runs in the page: when the last frame was shown in a tile that goes, ms since the epoch. */
function lastFrameAtMs(selector: string): Promise<number> {
  return new Promise((resolve) => {
    let lastMs = 0;
    const video = document.querySelector<HTMLVideoElement>(`${selector} video`);
    const note = (nowMs: number) => {
      lastMs = performance.timeOrigin + nowMs;
      video?.requestVideoFrameCallback(note);
    };
    video?.requestVideoFrameCallback(note);
    const look = () => {
      if (video?.isConnected) requestAnimationFrame(look);
      else resolve(lastMs);
    };
    look();
  });
}

/** Runs in the page: when the video of the first such tile shows its first frame, ms since the epoch. */
function firstFrameAtMs(selector: string): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const video = document.querySelector<HTMLVideoElement>(`${selector} video`);
      if (!video) requestAnimationFrame(look);
      else video.requestVideoFrameCallback((nowMs) => resolve(performance.timeOrigin + nowMs));
    };
    look();
  });
}

function figuresOf(who: string, times: number[]) {
  return [
    { what: `at the ${who}, p50`, value: percentile(times, 0.5), unit: 'ms' },
    { what: `at the ${who}, p95`, value: percentile(times, 0.95), unit: 'ms', target: { atMost: 1000 } },
  ];
}
