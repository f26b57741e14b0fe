import { guestToken, RawClient } from '../support/RawClient.ts';
import { pictureIn, StageGuest, tileOf } from './pages/StageGuest.ts';
import { StageHost } from './pages/StageHost.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer();
const others: RawClient[] = [];

test.afterEach(() => {
  for (const client of others.splice(0)) client.close();
});

test.describe.configure({ timeout: 150_000 });

/** Others who ask for a seat too, and have no page. They are gone with the test. */
async function manyApply(baseUrl: string, roomId: string): Promise<void> {
  for (const name of ['Ann', 'Ben', 'Cid', 'Dan', 'Eve', 'Fay']) {
    const client = await RawClient.connect(baseUrl, (await guestToken(baseUrl, name)).token);
    others.push(client);
    await client.request('join', { roomId });
    await client.request('applyForSeat', {});
  }
}

test('who asks is let into the green room, seen by the anchor alone, and then taken on air for everybody', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current);
  const host = new StageHost(anchor);
  const viewer = await people.viewer(server.current, anchor.roomId, { protocol: 'webrtc' });
  await viewer.plays('webrtc');
  const guest = new StageGuest(await people.viewer(server.current, anchor.roomId));
  await guest.room.plays('webrtc');

  await guest.apply('May I sing?');
  await expect(anchor.by('studio-application')).toContainText('May I sing?');
  await manyApply(server.current.baseUrl, anchor.roomId);
  await host.accept(await guest.userId());
  await guest.isInGreenRoom();
  // However many others wait.
  await expect(anchor.by('studio-take')).toBeInViewport();
  const preview = pictureIn(tileOf(anchor, 1));
  await preview.moves();
  await preview.sounds();
  await expect(tileOf(viewer, 1)).toHaveCount(0);
  expect((await viewer.room()).publications).toHaveLength(2);

  const takenAtMs = performance.now();
  await host.take(1);
  const tile = pictureIn(tileOf(viewer, 1));
  await tile.moves();
  note('taken → moving at a WebRTC viewer, ms', Math.round(performance.now() - takenAtMs));
  await tile.sounds();
  await guest.isOnAir();
});

test('an invited viewer comes on stage, and leaves', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const host = new StageHost(anchor);
  const viewer = await people.viewer(server.current, anchor.roomId, { protocol: 'webrtc' });
  const guest = new StageGuest(await people.viewer(server.current, anchor.roomId));
  await guest.room.plays('webrtc');
  await viewer.plays('webrtc');
  await host.invite(await guest.userId());
  await guest.by('stage-invitation-decline').click();
  await expect(anchor.by('toasts')).toContainText('is not coming on stage');
  await host.invite(await guest.userId());
  await guest.acceptInvitation();
  await guest.isInGreenRoom();
  await host.take(1);
  await pictureIn(tileOf(viewer, 1)).moves();
  await guest.by('stage-leave').click();
  await expect(tileOf(viewer, 1)).toHaveCount(0);
  await expect(host.seat(1)).toHaveAttribute('data-state', 'free');
  await viewer.moves();
});

for (const protocol of ['flv', 'llhls'] as const) {
  test(`players of ${protocol} see and hear who is on stage, and go on when they leave`, async ({
    people,
  }) => {
    const anchor = await people.liveAnchor(server.current);
    const host = new StageHost(anchor);
    const viewer = await people.viewer(server.current, anchor.roomId, { protocol });
    await viewer.plays(protocol, 30_000);
    const guest = new StageGuest(await people.viewer(server.current, anchor.roomId));
    await guest.room.plays('webrtc');
    await guest.apply('Me too');
    await host.accept(await guest.userId());
    await host.take(1);
    const takenAtMs = performance.now();
    await expect(viewer.by('room-faces')).toHaveAttribute('data-count', '2', { timeout: 40_000 });
    note('taken → two faces, ms', Math.round(performance.now() - takenAtMs));
    await viewer.hasSize(1280, 720, 20_000);
    note('late in 5 s, ms', await viewer.playsOn(5, 6000));
    await viewer.sounds();
    await guest.by('stage-leave').click();
    await viewer.hasSize(640, 360, 20_000);
    await viewer.playsOn(3, 6000);
  });
}
