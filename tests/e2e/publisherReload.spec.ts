import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer({ ANCHOR_GRACE_SECONDS: '25' });

test('the anchor reloads the page: the show resumes, and viewers go on by themselves', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current, { title: 'Reloaded' });
  const viewer = await people.viewer(server.current, anchor.roomId);
  const flvViewer = await people.viewer(server.current, anchor.roomId, { protocol: 'flv' });
  await viewer.plays('webrtc');
  await flvViewer.plays('flv', 20_000);
  const { roomId } = anchor;
  const decodedBefore = (await viewer.figures()).framesDecoded;

  await anchor.page.reload();
  const reloadedAtMs = performance.now();
  await anchor.isLive();
  expect(anchor.roomId).toBe(roomId);
  await anchor.sends();
  note('on air again after, ms', Math.round(performance.now() - reloadedAtMs));
  const [, flvLateMs] = await Promise.all([viewer.playsOn(5, 6000), flvViewer.playsOn(8, 10_000)]);
  note('FLV late, ms', flvLateMs);
  await viewer.sounds();
  await flvViewer.sounds();
  expect((await viewer.figures()).framesDecoded).not.toBe(decodedBefore);
  await expect(viewer.state).toHaveAttribute('data-anchor-away', 'false');
  await anchor.end();
  await expect(viewer.by('room-ended')).toBeVisible();
});
