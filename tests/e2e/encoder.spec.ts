import { RtmpPusher } from '../support/RtmpPusher.ts';
import { PlayingVideo } from './pages/PlayingVideo.ts';
import { StudioPage } from './pages/StudioPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

const server = liveServer({ RTMP_PORT: '0', ANCHOR_GRACE_SECONDS: '10' });
const pushers: RtmpPusher[] = [];
test.afterEach(async () => {
  for (const pusher of pushers.splice(0)) await pusher.close();
});

/** What the studio shows, pushed to by a real ffmpeg as a person would enter it in OBS. */
async function push(studio: StudioPage): Promise<RtmpPusher> {
  const key = studio.by('stream-key-key');
  if ((await key.getAttribute('data-shown')) === 'false') await studio.by('stream-key-key-show').click();
  await expect(key).toContainText('lmsk_');
  const server = await studio.by('stream-key-server').textContent();
  const pusher = new RtmpPusher(`${server}/${await key.textContent()}`);
  pushers.push(pusher);
  return pusher;
}

async function prepare(studio: StudioPage): Promise<void> {
  await studio.by('studio-title').fill('From OBS');
  await studio.by('studio-source-encoder').click();
  await studio.by('studio-go-live').click();
  await expect(studio.by('ingest-status')).toHaveAttribute('data-state', 'waiting');
}

test('an anchor streams with an encoder and runs the show from the studio', async ({ people }) => {
  const studio = await people.anchor(server.current);
  await prepare(studio);
  await expect(studio.by('stream-key-key')).not.toContainText('lmsk_');
  const pusher = await push(studio);
  await studio.isLive(20_000);
  const preview = new PlayingVideo(studio.by('studio-preview'));
  await preview.moves();
  await expect(studio.by('ingest-status')).toHaveAttribute('data-state', 'receiving');
  await expect(studio.by('stat-resolution')).toHaveText('640×360');
  await expect(preview.video).toHaveJSProperty('muted', true);
  await studio.by('studio-listen').click();
  await expect(preview.video).toHaveJSProperty('muted', false);
  await preview.sounds();

  const viewer = await people.viewer(server.current, studio.roomId);
  await viewer.plays('webrtc');
  await viewer.sounds();
  await expect(viewer.by('room-title')).toHaveText('From OBS');

  await studio.page.reload();
  await studio.isLive();
  await preview.moves();

  await studio.end();
  await expect(viewer.by('room-ended')).toBeVisible();
  // The encoder was left running: it begins no show by itself, and is there for the next one.
  expect(pusher.hasExited).toBe(false);
  await studio.by('studio-again').click();
  await studio.by('studio-go-live').click();
  await expect(studio.by('ingest-status')).toHaveAttribute('data-state', 'held');
  await studio.by('studio-go-live').click();
  await studio.isLive();
  await preview.moves();
  await viewer.plays('webrtc');
  await studio.end();
});

test('a new stream key puts the encoder off the air, and the show waits for the next', async ({ people }) => {
  const studio = await people.anchor(server.current);
  await prepare(studio);
  const pusher = await push(studio);
  await studio.isLive(20_000);
  await studio.by('stream-key-renew').click();
  await studio.by('stream-key-renew-confirm').click();
  await pusher.exited;
  await expect(studio.by('ingest-status')).toHaveAttribute('data-state', 'lost');
  await expect(studio.by('studio-no-stream')).toBeVisible();
  await push(studio);
  await expect(studio.by('ingest-status')).toHaveAttribute('data-state', 'receiving', { timeout: 20_000 });
  await new PlayingVideo(studio.by('studio-preview')).moves();
  await studio.end();
});

test('a page without a secure address has no camera, and runs a show all the same', async ({ people }) => {
  const before = () => Object.defineProperty(globalThis, 'isSecureContext', { value: false });
  const page = await people.visitor({ before });
  const studio = new StudioPage(page, server.current.baseUrl);
  await page.goto(`${server.current.baseUrl}/studio`);
  await studio.by('studio-with-encoder').click();
  await studio.by('guest-name').fill('Ada');
  await studio.by('guest-submit').click();
  await expect(studio.by('studio-source')).toHaveAttribute('disabled', '');
  await studio.by('studio-go-live').click();
  await expect(studio.by('ingest-status')).toHaveAttribute('data-state', 'waiting');
  await push(studio);
  await studio.isLive(20_000);
  await new PlayingVideo(studio.by('studio-preview')).moves();
  await studio.end();
});
