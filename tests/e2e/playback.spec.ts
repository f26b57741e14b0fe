import type { Protocol, RoomPage } from './pages/RoomPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer();
const protocols: Protocol[] = ['flv', 'llhls', 'hls'];

test('the room page plays HTTP-FLV, LL-HLS and HLS, picture and sound, until the show ends', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current);
  await anchor.sends();
  const viewers: RoomPage[] = [];
  for (const protocol of protocols) {
    const viewer = await people.viewer(server.current, anchor.roomId, { protocol });
    viewers.push(viewer);
    const { width, height } = await viewer.plays(protocol, 20_000);
    expect({ width, height }).toEqual({ width: 640, height: 360 });
    await viewer.sounds();
    note(`${protocol}: first frame, ms`, await viewer.firstFrameMs());
  }
  expect(await server.current.metric('lianmai_egress_streams')).toBe(1);
  const lateMs = await Promise.all(viewers.map((viewer) => viewer.playsOn(5, 4000)));
  note('late in 5 s, ms', lateMs.join(', '));

  await anchor.end();
  for (const viewer of viewers) await expect(viewer.by('room-ended')).toBeVisible();
});

test('a viewer changes the protocol in the menu and goes on watching', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  await viewer.chooseProtocol('flv');
  await viewer.plays('flv');
  await viewer.sounds();
  await viewer.chooseProtocol('auto');
  await viewer.plays('webrtc');
  await viewer.sounds();
});
