import { TcpProxy } from '../support/TcpProxy.ts';
import { waitFor } from '../support/waitFor.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const cutSeconds = 20;
const longestAllowedGapMs = 1000;
const server = liveServer({ SESSION_GRACE_SECONDS: '25' });
let proxy: TcpProxy | undefined;

test.afterEach(async () => {
  await proxy?.close();
});

test('signalling cut for 20 s: the picture does not freeze, and nothing of the Room log is missed', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current);
  proxy = await TcpProxy.start(server.current.port);
  const viewer = await people.viewer(server.current, anchor.roomId, {
    baseUrl: `http://127.0.0.1:${proxy.port}`,
  });
  await viewer.plays('webrtc');
  await viewer.sounds();
  const events = await viewer.recordEvents();
  const { seq } = await viewer.room();
  const before = await viewer.figures();

  const longestGapMs = await viewer.watchFrameGaps();

  proxy.down();
  await expect(viewer.state).toHaveAttribute('data-connection', 'reconnecting');
  await anchor.toggleMicrophone();
  await anchor.toggleMicrophone();
  await anchor.toggleMicrophone();
  await viewer.playsOn(cutSeconds, 2000);
  await expect(viewer.state).toHaveAttribute('data-connection', 'reconnecting');
  await expect(viewer.by('room-notice')).toBeVisible();

  proxy.up();
  const upAtMs = performance.now();
  await expect(viewer.state).toHaveAttribute('data-connection', 'joined', { timeout: 4000 });
  note('resumed after, ms', Math.round(performance.now() - upAtMs));
  const after = await viewer.figures();
  note('longest gap between frames, ms', await longestGapMs());
  note('freezes as Chromium counts them', after.freezeCount - before.freezeCount);
  expect(await longestGapMs()).toBeLessThan(longestAllowedGapMs);
  expect(after.connectionsMade).toBe(before.connectionsMade);
  expect(after.framesDecoded - before.framesDecoded).toBeGreaterThan(cutSeconds * 10);

  const missed = await waitFor('what happened meanwhile', async () => {
    const all = await events();
    return all.filter(({ type }) => type.startsWith('track')).length >= 3 ? all : undefined;
  });
  expect(missed.map((event) => event.seq)).toEqual(missed.map((_event, i) => seq + 1 + i));
  const microphone = (await viewer.room()).publications.find(({ source }) => source === 'microphone');
  expect(microphone?.isPaused).toBe(true);
  await viewer.isSilent();

  await viewer.leave();
  await anchor.end();
});
