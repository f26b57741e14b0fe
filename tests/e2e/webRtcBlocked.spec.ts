import { liveServer } from './support/liveServer.ts';
import { note, test } from './support/test.ts';

// TEST-NET-1 (RFC 5737): nobody answers there, whether over UDP or TCP. The demo's anchor does not need the network.
const server = liveServer({ ANNOUNCED_ADDRESS: '192.0.2.1' }, ['--demo']);

test('where no WebRTC gets through the page falls to FLV by itself', async ({ people }) => {
  const viewer = await people.viewer(server.current, 'demo');
  const openedAtMs = performance.now();
  await viewer.plays('flv', 25_000);
  note('FLV plays after, ms', Math.round(performance.now() - openedAtMs));
  await viewer.sounds();
  await viewer.playsOn(5, 3000);
});
