/// <reference lib="dom" />

import { RoomPage } from './pages/RoomPage.ts';
import { chromiumFlags, chromiumPath } from './support/chromium.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

// As browsers are by default: no sound before the visitor has touched the page.
test.use({
  // What a trace asks the page for counts as a touch by its user, as does everything that Playwright evaluates there.
  trace: 'off',
  launchOptions: {
    executablePath: chromiumPath(),
    args: [
      ...chromiumFlags.filter((flag) => !flag.startsWith('--autoplay-policy')),
      '--autoplay-policy=document-user-activation-required',
    ],
  },
});

const server = liveServer();

const offer = 'the page offers to unmute';

/** Runs in the page, and says it on the console, because asking the page from outside would be that touch. */
function sayWhenUnmuteIsOffered(): void {
  new MutationObserver((_changes, observer) => {
    const button = document.querySelector('[data-testid=room-unmute]');
    if (!button) return;
    observer.disconnect();
    console.log('the page offers to unmute');
  }).observe(document, { childList: true, subtree: true });
}

test('refused sound plays muted until the viewer taps', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  await anchor.sends();
  const page = await people.visitor({ before: sayWhenUnmuteIsOffered });
  const viewer = new RoomPage(page, server.current.baseUrl, anchor.roomId);
  const offered = page.waitForEvent('console', (message) => message.text() === offer);
  await viewer.open();
  await offered;
  expect(await viewer.isMuted()).toBe(true);
  await viewer.moves();
  await viewer.by('room-unmute').click();
  await expect(viewer.by('room-unmute')).toBeHidden();
  expect(await viewer.isMuted()).toBe(false);
  await viewer.sounds();
  await viewer.moves();
});
