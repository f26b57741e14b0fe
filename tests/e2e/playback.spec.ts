import type { Protocol } from './pages/RoomPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer();
const protocols: Protocol[] = ['flv', 'llhls', 'hls'];

test('the room page plays HTTP-FLV, LL-HLS and HLS, picture and sound', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  await anchor.sends();
  for (const protocol of protocols) {
    const viewer = await people.viewer(server.current, anchor.roomId, { protocol });
    const { width, height } = await viewer.plays(protocol, 20_000);
    expect({ width, height }).toEqual({ width: 640, height: 360 });
    await viewer.sounds();
    note(`${protocol}: late in 5 s, ms`, await viewer.playsOn(5, 3000));
    note(`${protocol}: first frame, ms`, await viewer.firstFrameMs());
    await viewer.page.close();
  }
  await anchor.end();
});

test('the end of the show ends it for players of every protocol', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewers = await Promise.all(
    protocols.map((protocol) => people.viewer(server.current, anchor.roomId, { protocol })),
  );
  await Promise.all(viewers.map((viewer, i) => viewer.plays(protocols[i] ?? 'flv', 20_000)));
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
