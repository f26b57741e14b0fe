import type { RoomPage } from './pages/RoomPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer();
const longestAllowedGapMs = 1000;

test('three viewers see the anchor move and hear them, without a freeze, until the show ends', async ({
  people,
}) => {
  // One layer: with several, a busy machine makes the browser drop the best one, and the change to the next takes a second.
  const anchor = await people.liveAnchor(server.current, { quality: '540p' });
  await anchor.sends();
  const viewers: RoomPage[] = [];
  for (const count of [1, 2, 3]) {
    const viewer = await people.viewer(server.current, anchor.roomId);
    viewers.push(viewer);
    await viewer.plays('webrtc');
    await viewer.hasSize(960, 540);
    await viewer.sounds();
    const firstFrameMs = await viewer.firstFrameMs();
    note('first frame, ms', firstFrameMs);
    expect(firstFrameMs).toBeLessThan(3000);
    await expect(viewer.by('viewer-count')).toHaveText(String(count));
  }
  await expect(anchor.by('viewer-count')).toHaveText('3');

  const longestGaps = await Promise.all(viewers.map((viewer) => viewer.watchFrameGaps()));
  await Promise.all(viewers.map((viewer) => viewer.playsOn(10, 2000)));
  note('encoders held back by', (await anchor.figures()).limits.join(', ') || 'nothing');
  for (const longestGapMs of longestGaps) {
    note('longest gap between frames in 10 s, ms', await longestGapMs());
    expect(await longestGapMs()).toBeLessThan(longestAllowedGapMs);
  }
  note('keyframe requests', (await anchor.figures()).keyframeRequests);

  await anchor.end();
  for (const viewer of viewers) {
    await expect(viewer.by('room-ended')).toBeVisible();
    await expect(viewer.state).toHaveAttribute('data-state', 'ended');
  }
});

test('a viewer gets the best layer of 1280x720, and another one on demand', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current, { quality: '720p', isSimulcast: true });
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  await viewer.hasSize(1280, 720);
  await viewer.chooseQuality('low');
  await viewer.hasSize(320, 180);
  await viewer.moves();
  await viewer.chooseQuality('high');
  await viewer.hasSize(1280, 720);
  await viewer.moves();
});

test('a viewer hears and sees when the anchor turns microphone and camera off and on', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId);
  const { width, height } = await viewer.plays('webrtc');
  expect({ width, height }).toEqual({ width: 640, height: 360 });

  await viewer.sounds();
  await anchor.toggleMicrophone();
  await viewer.isSilent();
  await anchor.toggleMicrophone();
  await viewer.sounds();

  await anchor.toggleCamera();
  await expect(viewer.by('room-switched-off')).toHaveAttribute('data-off', 'camera');
  await viewer.sounds();
  await anchor.toggleCamera();
  await expect(viewer.by('room-switched-off')).toBeHidden();
  await viewer.moves();
});

test('a shared screen is shown beside the camera, and goes again', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  await anchor.by('studio-share-screen').click();
  await expect(viewer.by('room-screen-video')).toBeVisible();
  await viewer.screen.moves();
  await viewer.moves();
  await anchor.by('studio-share-screen').click();
  await expect(viewer.by('room-screen-video')).toBeHidden();
  await viewer.moves();
});

test('who comes before the show starts sees it without doing anything', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  await anchor.end();
  await expect(viewer.by('room-ended')).toBeVisible();
  await anchor.by('studio-again').click();
  await anchor.goLive({ title: 'Once more' });
  await viewer.plays('webrtc');
  await expect(viewer.by('room-title')).toHaveText('Once more');
});

test('an anchor who vanishes is away first, and the show ends after the grace period', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  await anchor.page.context().close();
  await expect(viewer.by('room-notice')).toBeVisible();
  await expect(viewer.state).toHaveAttribute('data-anchor-away', 'true');
  await expect(viewer.by('room-ended')).toBeVisible({ timeout: 15_000 });
});
