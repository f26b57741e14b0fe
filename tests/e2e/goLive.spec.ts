import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer();

test('three viewers see the anchor move and hear them, without a freeze, until the show ends', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current, { quality: '720p', isSimulcast: true });
  await anchor.sends();
  const viewers = await Promise.all(
    ['first', 'second', 'third'].map(() => people.viewer(server.current, anchor.roomId)),
  );

  for (const viewer of viewers) {
    const { width, height } = await viewer.plays('webrtc');
    expect({ width, height }).toEqual({ width: 1280, height: 720 });
    await viewer.sounds();
    const firstFrameMs = await viewer.firstFrameMs();
    note('first frame, ms', firstFrameMs);
    expect(firstFrameMs).toBeLessThan(3000);
    await expect(viewer.by('viewer-count')).toHaveText('3');
  }
  await expect(anchor.by('viewer-count')).toHaveText('3');

  const before = await Promise.all(viewers.map((viewer) => viewer.figures()));
  await Promise.all(viewers.map((viewer) => viewer.playsOn(10, 2000)));
  const after = await Promise.all(viewers.map((viewer) => viewer.figures()));
  note(
    'frames in 10 s',
    after.map((now, i) => now.framesDecoded - (before[i]?.framesDecoded ?? 0)).join(', '),
  );
  expect(after.map(({ freezeCount }) => freezeCount)).toEqual(before.map(({ freezeCount }) => freezeCount));
  note('keyframe requests', (await anchor.figures()).keyframeRequests);

  await anchor.end();
  for (const viewer of viewers) {
    await expect(viewer.by('room-ended')).toBeVisible();
    await expect(viewer.state).toHaveAttribute('data-state', 'ended');
  }
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
  await expect(viewer.by('room-sound-only')).toBeVisible();
  await viewer.sounds();
  await anchor.toggleCamera();
  await expect(viewer.by('room-sound-only')).toBeHidden();
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
