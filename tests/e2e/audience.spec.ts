import type { RoomPage } from './pages/RoomPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

const server = liveServer();

test.describe.configure({ timeout: 120_000 });

test('likes of one viewer count at once on their screen and soon on everybody’s', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const bob = await people.viewer(server.current, anchor.roomId);
  const eve = await people.viewer(server.current, anchor.roomId);
  await bob.plays('webrtc');
  await eve.plays('webrtc');
  for (let tap = 0; tap < 6; tap += 1) await bob.by('like').click();
  await expect(bob.by('like')).toHaveAttribute('data-total', '6');
  await expect(eve.by('like')).toHaveAttribute('data-total', '6');
  expect(await drawnHearts(eve)).toBeGreaterThan(0);
  await expect(anchor.by('like-count')).toHaveText('6');

  await eve.by('room-video').dblclick();
  await expect(bob.by('like')).toHaveAttribute('data-total', '7');
  await bob.moves();
});

test('the audience list shows who is here, and who comes in is told', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const bob = await people.viewer(server.current, anchor.roomId);
  await bob.by('side-tab-audience').click();
  await expect(bob.by('audience-member')).toHaveCount(1);
  await bob.by('side-tab-chat').click();
  const eve = await people.viewer(server.current, anchor.roomId, {
    context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  });
  await expect(bob.by('entry-notice')).toBeVisible();
  await expect(anchor.by('viewer-count')).toHaveText('2');
  await eve.by('audience-open').click();
  await expect(eve.by('audience-sheet').getByTestId('audience-member')).toHaveCount(2);
  await expect(eve.by('audience-count')).toHaveAttribute('data-count', '2');
  await bob.leave();
  await expect(eve.by('audience-sheet').getByTestId('audience-member')).toHaveCount(1);
});

test('who watches over FLV is counted once, a player alone too', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const bob = await people.viewer(server.current, anchor.roomId, { protocol: 'flv' });
  await bob.plays('flv');
  await expect(anchor.by('viewer-count')).toHaveText('1');
  const leaving = new AbortController();
  const player = await fetch(`${server.current.baseUrl}/live/${anchor.roomId}.flv`, {
    signal: leaving.signal,
  });
  expect(player.status).toBe(200);
  await expect(anchor.by('viewer-count')).toHaveText('2');
  leaving.abort();
  await expect(anchor.by('viewer-count')).toHaveText('1');
});

/** Whether something is drawn on the canvas of hearts within the next second or two. */
function drawnHearts(viewer: RoomPage): Promise<number> {
  return viewer.by('hearts').evaluate(async (canvas: HTMLCanvasElement) => {
    const endMs = performance.now() + 4000;
    while (performance.now() < endMs) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const pen = canvas.getContext('2d');
      if (!pen || canvas.width === 0) continue;
      const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
      const drawn = data.filter((value, i) => i % 4 === 3 && value > 0).length;
      if (drawn > 0) return drawn;
    }
    return 0;
  });
}
