import { chromiumFlags, chromiumPath } from './support/chromium.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

// Chromium then opens no UDP socket for WebRTC at all. Older versions know the flag by its second name.
const policy = 'disable_non_proxied_udp';
test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: [
      ...chromiumFlags,
      `--webrtc-ip-handling-policy=${policy}`,
      `--force-webrtc-ip-handling-policy=${policy}`,
    ],
  },
});

const server = liveServer();

test('without UDP anchor and viewers meet over ICE-TCP', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  await anchor.sends();
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  await viewer.sounds();
  const firstFrameMs = await viewer.firstFrameMs();
  note('first frame over TCP, ms', firstFrameMs);
  expect(firstFrameMs).toBeLessThan(5000);
  expect((await viewer.figures()).transports).toEqual(['tcp']);
  expect((await anchor.figures()).transports).toEqual(['tcp']);
});
