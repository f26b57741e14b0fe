import type { RoomPage } from './pages/RoomPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

const server = liveServer();

test.describe.configure({ timeout: 120_000 });

async function say(viewer: RoomPage, text: string): Promise<void> {
  await viewer.by('chat-input').fill(text);
  await viewer.by('chat-input').press('Enter');
}

test('a report, a moderator, a mute and a kick: seen by everybody concerned, and reloading helps nobody', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current);
  const bob = await people.viewer(server.current, anchor.roomId);
  const eve = await people.viewer(server.current, anchor.roomId);
  await say(eve, '我来看看');
  await say(bob, '加微信领红包');

  // Eve reports what Bob wrote; the anchor finds it in the queue.
  await eve.by('chat-message').filter({ hasText: '加微信' }).click();
  await eve.by('person-report').click();
  await eve.by('report-category-spam').click();
  await eve.by('report-send').click();
  await expect(eve.by('report-dialog')).toHaveCount(0);
  await anchor.by('moderation-open').first().click();
  await expect(anchor.by('report-row')).toContainText('加微信领红包');
  await anchor.by('report-acted').click();
  await expect(anchor.by('order-empty')).toBeVisible();
  await anchor.by('dialog-close').click();

  // The anchor makes Eve moderator: the controls are there at once.
  await expect(eve.by('host-tools')).toHaveCount(0);
  await anchor.by('chat-message').filter({ hasText: '我来看看' }).click();
  await anchor.by('person-make-moderator').click();
  await expect(eve.by('host-tools')).toBeVisible();
  await eve.by('host-tools-stage').click();
  await expect(eve.by('studio-stage-panel')).toBeVisible();
  await expect(eve.by('studio-stage-settings')).toHaveCount(0);
  await eve.by('dialog-close').click();

  // Eve mutes Bob: he is told, cannot write, and a reload does not help.
  await eve.by('chat-message').filter({ hasText: '加微信' }).click();
  await eve.by('person-mute').click();
  await eve.by('sanction-reason').fill('spam');
  await eve.by('sanction-confirm').click();
  await expect(bob.by('chat-input')).toBeDisabled();
  await expect(bob.by('toasts')).toContainText('spam');
  await bob.page.reload();
  await expect(bob.by('chat-input')).toBeDisabled();

  // The anchor kicks Bob out: he reads why and until when, also after a reload, until it is lifted.
  await anchor.by('chat-message').filter({ hasText: '加微信' }).click();
  await anchor.by('person-kick').click();
  await anchor.by('sanction-reason').fill('spam again');
  await anchor.by('sanction-delete').click();
  await anchor.by('sanction-confirm').click();
  await expect(bob.by('room-kicked')).toContainText('spam again');
  await expect(eve.by('chat-message').filter({ hasText: '加微信' })).toHaveCount(0);
  await bob.page.reload();
  await expect(bob.by('room-kicked')).toContainText('spam again');
  await anchor.by('moderation-open').first().click();
  await anchor.by('moderation-tab-sanctions').click();
  await expect(anchor.by('sanction-row')).toHaveCount(2);
  await anchor.page.locator('[data-testid=sanction-row][data-kind=kick] [data-testid=sanction-lift]').click();
  await expect(anchor.by('sanction-row')).toHaveCount(1);
  await bob.page.reload();
  await expect(bob.by('room-kicked')).toHaveCount(0);
  await expect(bob.by('chat-input')).toBeDisabled();

  // A word that the room does not want.
  await anchor.by('moderation-tab-words').click();
  await anchor.by('words-text').fill('***');
  await anchor.by('words-save').click();
  await expect(anchor.by('words-problems')).toContainText('1');
  await anchor.by('words-text').fill('剧透');
  await anchor.by('words-save').click();
  await anchor.by('words-try').fill('前方剧 透！');
  await anchor.by('words-try-button').click();
  await expect(anchor.by('words-result')).toHaveAttribute('data-action', 'block');
});
