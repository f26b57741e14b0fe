/// <reference lib="dom" />
import { devices } from '@playwright/test';
import { LobbyPage } from './pages/LobbyPage.ts';
import { RoomPage } from './pages/RoomPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

const server = liveServer();

test('the lobby shows who is live and leads there; leaving the room stops the media', async ({ people }) => {
  const lobby = new LobbyPage(await people.visitor(), server.current.baseUrl);
  await lobby.open();
  await expect(lobby.page.getByTestId('lobby-state')).toHaveAttribute('data-phase', 'ready');

  const anchor = await people.liveAnchor(server.current, { title: 'Cooking at home' });
  const card = lobby.card(anchor.roomId);
  await expect(card).toContainText('Cooking at home');
  await expect(card).toContainText('Ada');
  await lobby.page.screenshot({ path: test.info().outputPath('lobby.png') });
  await card.click();
  const viewer = new RoomPage(lobby.page, server.current.baseUrl, anchor.roomId);
  await viewer.plays('webrtc');
  await expect(viewer.by('room-title')).toHaveText('Cooking at home');
  await viewer.page.screenshot({ path: test.info().outputPath('room.png') });
  await anchor.page.screenshot({ path: test.info().outputPath('studio.png') });

  await lobby.page.goBack();
  await expect(card).toBeVisible();
  await expect(anchor.by('viewer-count')).toHaveText('0');
  await anchor.end();
  await expect(card).toBeHidden();
});

test('every text changes with the language, and the choice is remembered', async ({ people }) => {
  const lobby = new LobbyPage(await people.visitor(), server.current.baseUrl);
  await lobby.open();
  const language = lobby.page.getByTestId('language-switch');
  await expect(language).toHaveAttribute('data-language', 'en');
  await language.click();
  await expect(language).toHaveAttribute('data-language', 'zh');
  await expect(lobby.page.getByTestId('go-live-link')).toHaveText('我要开播');
  await expect(lobby.page.locator('html')).toHaveAttribute('lang', /^zh/u);
  await lobby.page.reload();
  await expect(language).toHaveAttribute('data-language', 'zh');
});

/** Runs in the page: a user who says no. */
function refuseDevices(): void {
  MediaDevices.prototype.getUserMedia = () =>
    Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
}

/** Runs in the page: a browser without WebRTC. */
function removeWebRtc(): void {
  Reflect.deleteProperty(window, 'RTCPeerConnection');
}

test('a refused camera is explained, and there is a way on without', async ({ people }) => {
  const studio = await people.anchor(server.current, { before: refuseDevices });
  await expect(studio.by('studio-problem-camera_denied')).toBeVisible();
  await studio.by('studio-devices-without').click();
  await expect(studio.by('studio-camera-off')).toBeVisible();
});

test('a room that does not exist says so', async ({ people }) => {
  const viewer = await people.viewer(server.current, 'no-such-room');
  await expect(viewer.by('room-notFound')).toBeVisible();
  await viewer.by('room-to-lobby').click();
  await expect(viewer.by('lobby-state')).toBeAttached();
});

test('a browser without WebRTC plays FLV, and is told that it cannot go live', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId, { before: removeWebRtc });
  await viewer.plays('flv', 20_000);
  await viewer.page.goto(`${server.current.baseUrl}/studio`);
  await expect(viewer.by('studio-unsupported')).toBeVisible();
});

test('a phone shows the picture full-bleed, the rest in a sheet', async ({ people }) => {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];
  const anchor = await people.liveAnchor(server.current, { title: 'On the phone' });
  const viewer = await people.viewer(server.current, anchor.roomId, { context: phone });
  await viewer.plays('webrtc');
  expect(await viewer.video.evaluate(({ clientWidth }) => clientWidth)).toBe(phone.viewport.width);
  expect(await viewer.page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.viewport.width);
  await viewer.page.screenshot({ path: test.info().outputPath('phone.png') });
  await viewer.by('room-more').tap();
  await viewer.by('room-open-sheet').tap();
  await expect(viewer.by('room-sheet')).toContainText('On the phone');
});

test('a second tab of the same viewer takes over, and the first says so', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const first = await people.viewer(server.current, anchor.roomId);
  await first.plays('webrtc');
  const second = new RoomPage(await first.page.context().newPage(), server.current.baseUrl, anchor.roomId);
  await second.open();
  await second.plays('webrtc');
  await expect(first.by('room-replaced')).toBeVisible();
  await expect(anchor.by('viewer-count')).toHaveText('1');
  await first.by('room-restart').click();
  await first.plays('webrtc');
  await expect(second.by('room-replaced')).toBeVisible();
});
