import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { guestToken } from '../../support/RawClient.ts';
import { type RunningApp, startApp } from '../../support/startApp.ts';
import { waitFor } from '../../support/waitFor.ts';
import { launchChromium } from './chromium.ts';

const pageScript = (name: string) => join(import.meta.dirname, '../page', name);
const webClient = join(import.meta.dirname, '../../../client-web/dist/index.html');
/** A phone's: without a GPU every pixel of the page is drawn by the CPU that is being measured. */
const viewport = { width: 400, height: 640 };

export interface BarcodeShow {
  running: RunningApp;
  browser: Browser;
  roomId: string;
  /** The anchor's page. */
  studio: Page;
  close(): Promise<void>;
}

/** Someone live from the web app's studio in Chromium, with a barcode of the time as the picture and a beep as the sound. */
export async function openBarcodeShow(settings: Record<string, string> = {}): Promise<BarcodeShow> {
  await access(webClient).catch(() => {
    throw new Error('the web client is not built: run `npx vite build` in client-web');
  });
  const running = await startApp({ MEDIA_WORKERS: '1', LOG_LEVEL: 'warn', ...settings });
  const browser = await launchChromium().catch(async (error: unknown) => {
    await running.close();
    throw error;
  });
  const close = async () => {
    await browser.close();
    await running.close();
  };
  try {
    const { roomId, studio } = await goLive(browser, running.baseUrl);
    return { running, browser, roomId, studio, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function goLive(browser: Browser, baseUrl: string): Promise<Pick<BarcodeShow, 'roomId' | 'studio'>> {
  const page = await browser.newPage({ viewport });
  await page.addInitScript({ path: pageScript('barcodeSource.js') });
  await page.addInitScript(
    (entries) => {
      for (const [key, value] of entries) localStorage.setItem(key, value);
    },
    [
      ['lianmai.identity', await storedGuest(baseUrl)],
      ['lianmai.studio.settings', JSON.stringify({ preset: '360p', isSimulcast: false })],
    ] as const,
  );
  await page.goto(`${baseUrl}/studio`);
  await page.getByTestId('studio-title').fill('Barcode');
  await page.getByTestId('studio-go-live').click();
  const roomOf = () => /\/studio\/([\w-]+)/u.exec(page.url())?.[1];
  const roomId = await waitFor('the room in the address', roomOf);
  await waitFor('the show', () => isLive(baseUrl, roomId), { deadlineMs: 15_000 });
  return { roomId, studio: page };
}

async function storedGuest(baseUrl: string): Promise<string> {
  const name = 'Barcode';
  const { token, userId } = await guestToken(baseUrl, name);
  const user = { id: userId, name, avatarUrl: null };
  return JSON.stringify({
    kind: 'guest',
    user,
    token,
    expiresAtMs: Date.now() + 3_600_000,
    isNameChosen: true,
  });
}

async function isLive(baseUrl: string, roomId: string): Promise<boolean> {
  const room = await (await fetch(`${baseUrl}/api/rooms/${roomId}`)).json();
  return room.status === 'live';
}

type WatchedRoom = Pick<BarcodeShow, 'browser' | 'running' | 'roomId'>;

/** Opens a room that is not live in a browser profile of its own. */
export async function openWaitingPage(room: WatchedRoom, protocol: string): Promise<Page> {
  const page = await openPage(room, protocol);
  // The Room log's first entry here tells of this viewer.
  await page.waitForFunction(() => (window.lianmaiDebug?.client?.room.getSnapshot().seq ?? 0) > 0);
  return page;
}

async function openPage({ browser, running, roomId }: WatchedRoom, protocol: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport })).newPage();
  await page.addInitScript({ path: pageScript('barcodeReader.js') });
  await page.goto(`${running.baseUrl}/room/${roomId}?protocol=${protocol}&debug`);
  return page;
}

/** Opens the room in a browser profile of its own and waits for a moving picture. */
export async function openRoomPage(room: WatchedRoom, protocol: string): Promise<Page> {
  const page = await openPage(room, protocol);
  await page
    .locator(`[data-testid=room-protocol][data-protocol=${protocol}]`)
    .waitFor({ state: 'attached', timeout: 15_000 });
  await page.waitForFunction(() => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid=room-video]');
    return video !== null && video.videoWidth > 0 && video.currentTime > 0.5;
  });
  return page;
}

/** What the page's reader has seen and heard; ages are of frames at their display, the other times on the page's clock, all ms. */
export interface BarcodeSamples {
  agesMs: number[];
  damaged: number;
  flashesMs: number[];
  beepsMs: number[];
}

export async function readBarcode(page: Page, seconds: number): Promise<BarcodeSamples> {
  const reader = await page.evaluateHandle(() => Reflect.get(window, 'lianmaiBarcode'));
  await reader.evaluate((barcode) => barcode.start(document.querySelector('[data-testid=room-video]')));
  await page.waitForTimeout(seconds * 1000);
  return reader.evaluate(({ samples }) => samples);
}
