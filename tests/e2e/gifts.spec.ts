import type { Locator, Page } from '@playwright/test';
import { liveServer } from './support/liveServer.ts';
import { expect, test } from './support/test.ts';

const server = liveServer();

test.describe.configure({ timeout: 120_000 });

test('a viewer buys coins and sends a combo; the others see banner, effect and rank', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const watcher = await people.viewer(server.current, anchor.roomId);
  const giver = await people.viewer(server.current, anchor.roomId);
  await watcher.plays('webrtc');

  await giver.by('gift-open').click();
  const balance = giver.by('gift-balance');
  await expect(balance).toHaveAttribute('data-coins', '1000');
  await balance.click();
  await tileOf(giver.page, 'coin-pack', 'pack', 'coins-680').click();
  await giver.by('top-up-buy').click();
  await expect(balance).toHaveAttribute('data-coins', '1680');

  await tileOf(giver.page, 'gift-tile', 'gift', 'rose').click();
  await giver.by('gift-count-10').click();
  await giver.by('gift-send').click();
  await giver.by('gift-combo').click();
  await expect(giver.by('gift-combo')).toHaveAttribute('data-combo', '20');
  await giver.by('gift-combo').click();
  await expect(balance).toHaveAttribute('data-coins', '1380');
  for (const page of [watcher.page, anchor.page]) {
    await expect(bannerOf(page, 'rose')).toHaveAttribute('data-combo', '30');
  }

  await watcher.by('side-tab-topGivers').click();
  const rank = watcher.by('giver');
  await expect(rank).toHaveAttribute('data-coins', '300');
  await expect(rank).toHaveAttribute('data-place', '1');

  await tileOf(giver.page, 'gift-tile', 'gift', 'rocket').click();
  await giver.by('gift-count-1').click();
  await expect(giver.by('gift-send')).toBeVisible();
  await giver.by('gift-send').click();
  await expect(giver.by('top-up')).toBeVisible();
  await giver.by('dialog-close').click();

  await tileOf(giver.page, 'gift-tile', 'gift', 'fireworks').click();
  await giver.by('gift-count-1').click();
  await giver.by('gift-send').click();
  const effect = watcher.by('gift-effect');
  await expect(effect).toHaveAttribute('data-gift', 'fireworks');
  await expect.poll(() => drawnShapes(effect)).toBeGreaterThan(20);
  await watcher.by('gift-effect-skip').click();
  await expect(effect).toHaveCount(0);
  await expect(rank).toHaveAttribute('data-coins', '820');

  const wallet = await giver.page.goto(`${server.current.baseUrl}/wallet`);
  expect(wallet?.status()).toBe(200);
  await expect(giver.by('wallet-balance')).toHaveAttribute('data-coins', '860');
  await expect(tileOf(giver.page, 'wallet-entry', 'kind', 'gift')).toHaveCount(4);
});

function tileOf(page: Page, testId: string, name: string, value: string): Locator {
  return page.locator(`[data-testid=${testId}][data-${name}=${value}]`);
}

function bannerOf(page: Page, giftId: string): Locator {
  return tileOf(page, 'gift-banner', 'gift', giftId);
}

/** What the player has drawn of an animation by now. */
function drawnShapes(effect: Locator): Promise<number> {
  return effect.locator('svg path').count();
}
