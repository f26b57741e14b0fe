import { guestToken, RawClient } from '../support/RawClient.ts';
import { RtmpPerson } from '../support/stage/RtmpPerson.ts';
import { pictureIn, tileOf } from './pages/StageGuest.ts';
import { StageHost } from './pages/StageHost.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

const server = liveServer({ RTMP_PORT: '0' });

test('a mini program’s guest, who pushes RTMP, is to hosts and viewers a guest like any other', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current);
  const host = new StageHost(anchor);
  const viewer = await people.viewer(server.current, anchor.roomId, { protocol: 'webrtc' });
  const { token, userId } = await guestToken(server.current.baseUrl, '小程序观众');
  const client = await RawClient.connect(server.current.baseUrl, token);
  await client.request('join', { roomId: anchor.roomId });
  await client.request('applyForSeat', {});
  await host.accept(userId);
  const guest = await RtmpPerson.of(client, { number: 1 });
  try {
    await pictureIn(tileOf(anchor, 1)).moves(20_000);
    await expect(host.seat(1)).toHaveAttribute('data-phase', 'greenRoom');
    await expect(tileOf(viewer, 1)).toHaveCount(0);
    await host.take(1);
    const tile = pictureIn(tileOf(viewer, 1));
    await tile.moves(15_000);
    await tile.sounds();
    await host.choose(1, 'mute-mic');
    await tile.isSilent();
    await host.choose(1, 'unmute-mic');
    await tile.sounds();
    await host.cut(1);
    await expect(tileOf(viewer, 1)).toHaveCount(0);
    await guest.pusher.exited;
  } finally {
    await guest.leave();
  }
});
