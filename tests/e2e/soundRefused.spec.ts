import { chromiumFlags, chromiumPath } from './support/chromium.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

// As browsers are by default: no sound before the visitor has touched the page.
test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: [
      ...chromiumFlags.filter((flag) => !flag.startsWith('--autoplay-policy')),
      '--autoplay-policy=document-user-activation-required',
    ],
  },
});

const server = liveServer();

test('refused sound plays muted until the viewer taps', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  await expect(viewer.by('room-unmute')).toBeVisible();
  expect(await viewer.isMuted()).toBe(true);
  await viewer.by('room-unmute').click();
  await expect(viewer.by('room-unmute')).toBeHidden();
  expect(await viewer.isMuted()).toBe(false);
  await viewer.sounds();
  await viewer.moves();
});
