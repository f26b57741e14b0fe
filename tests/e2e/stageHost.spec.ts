import { RoomPage } from './pages/RoomPage.ts';
import { pictureIn, StageGuest, tileOf } from './pages/StageGuest.ts';
import { StageHost } from './pages/StageHost.ts';
import type { StudioPage } from './pages/StudioPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, type People, test } from './support/test.ts';

const server = liveServer();

interface OnAir {
  anchor: StudioPage;
  host: StageHost;
  guest: StageGuest;
  viewer: RoomPage;
}

/** An anchor, a guest on seat 1, and a viewer who sees both. */
async function guestOnAir(people: People): Promise<OnAir> {
  const anchor = await people.liveAnchor(server.current);
  const host = new StageHost(anchor);
  const viewer = await people.viewer(server.current, anchor.roomId, { protocol: 'webrtc' });
  const guest = new StageGuest(await people.viewer(server.current, anchor.roomId));
  await guest.room.plays('webrtc');
  await guest.apply('Hello');
  await host.accept(await guest.userId());
  await host.take(1);
  await pictureIn(tileOf(viewer, 1)).moves(15_000);
  return { anchor, host, guest, viewer };
}

test('a forced mute silences a guest until a host lifts it', async ({ people }) => {
  const { anchor, host, guest, viewer } = await guestOnAir(people);
  const tile = pictureIn(tileOf(viewer, 1));
  await tile.sounds();
  await host.choose(1, 'mute-mic');
  await tile.isSilent();
  await expect(guest.by('stage-mute-mic')).toBeHidden();
  await guest.by('stage-ask-unmute').click();
  await expect(anchor.by('toasts')).toContainText('asks to be unmuted');
  await expect(guest.by('stage-ask-unmute')).toBeDisabled();
  // Nobody has answered: they may ask again.
  await expect(guest.by('stage-ask-unmute')).toBeEnabled({ timeout: 30_000 });
  await host.choose(1, 'unmute-mic');
  await tile.sounds();
  await tile.moves();
});

test('the panic button takes a guest from every picture at once; they may be taken again', async ({
  people,
}) => {
  const { host, guest, viewer } = await guestOnAir(people);
  const cutAtMs = performance.now();
  await host.cut(1);
  await expect(tileOf(viewer, 1)).toHaveCount(0);
  note('cut → tile gone, ms', Math.round(performance.now() - cutAtMs));
  expect((await viewer.room()).publications).toHaveLength(2);
  await expect(host.seat(1)).toHaveAttribute('data-phase', 'greenRoom');
  await viewer.moves();
  await expect(guest.by('stage-green-room')).toBeVisible();
  await host.take(1);
  await pictureIn(tileOf(viewer, 1)).moves(15_000);
});

test('who is taken off the seat is a viewer again', async ({ people }) => {
  const { host, guest, viewer } = await guestOnAir(people);
  await host.choose(1, 'take-off');
  await expect(tileOf(viewer, 1)).toHaveCount(0);
  await expect(guest.by('stage-bar')).toBeHidden();
  await expect(guest.by('stage-apply')).toBeVisible();
  await expect(host.seat(1)).toHaveAttribute('data-state', 'free');
  await guest.room.moves();
  await host.removeAllSeats();
  await expect(guest.by('stage-apply')).toBeHidden();
});

test('a guest whose tab dies is shown as reconnecting, and then the seat is free; the others go on', async ({
  people,
}) => {
  const { host, guest, viewer } = await guestOnAir(people);
  const changes = await viewer.seatChanges();
  await guest.room.page.context().close();
  await expect(tileOf(viewer, 1)).toHaveCount(0, { timeout: 30_000 });
  expect(await changes()).toEqual(['connection_lost', 'grace_over']);
  await expect(host.seat(1)).toHaveAttribute('data-state', 'free');
  await viewer.playsOn(2, 6000);
});

test('a guest who was away for too long is told that the seat is gone', async ({ people }) => {
  const { host, guest } = await guestOnAir(people);
  await guest.room.page.context().setOffline(true);
  await expect(host.seat(1)).toHaveAttribute('data-state', 'free', { timeout: 30_000 });
  await guest.room.page.context().setOffline(false);
  await expect(guest.by('toasts')).toContainText('no longer on stage', { timeout: 30_000 });
  await expect(guest.by('stage-apply')).toBeVisible();
});

test('two anchors in a PK are seen by both audiences, until it is over', async ({ people }) => {
  const [first, second] = [await people.liveAnchor(server.current), await people.liveAnchor(server.current)];
  const audiences = [
    { room: first, rival: second },
    { room: second, rival: first },
  ];
  const viewers = await Promise.all(
    audiences.map(({ room }) => people.viewer(server.current, room.roomId, { protocol: 'webrtc' })),
  );
  await Promise.all(viewers.map((viewer) => viewer.plays('webrtc')));
  await first.by('studio-pk-invite').click();
  await first.page
    .locator(`[data-testid="pk-invite-room"][data-room-id="${second.roomId}"]`)
    .click({ timeout: 15_000 });
  await second.by('pk-accept').click();
  for (const [i, { rival }] of audiences.entries()) {
    const viewer = viewers[i];
    if (!(viewer instanceof RoomPage)) throw new Error('a viewer is missing');
    await expect(viewer.by('pk-bar')).toBeVisible();
    await pictureIn(tileOf(viewer, 0, rival.roomId)).moves(15_000);
    await viewer.moves();
  }
  for (const phase of ['battle', 'result']) {
    const end = first.page.locator(`[data-testid="pk-end"][data-phase="${phase}"]`);
    await end.click();
  }
  for (const viewer of viewers) {
    await expect(viewer.by('pk-bar')).toBeHidden();
    await expect(viewer.by('stage-grid')).toHaveAttribute('data-people', '1');
    await viewer.moves();
  }
});
