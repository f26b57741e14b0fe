/// <reference lib="dom" />
import { readFile } from 'node:fs/promises';
import { AccountLogin } from '@lianmai/shared';
import type { Locator, Page } from '@playwright/test';
import { askRest } from '../support/askRest.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, type People, test } from './support/test.ts';

const server = liveServer({ OPERATORS: 'olga' });

/** A browser in which an operator is signed in. */
async function operatorPage(people: People): Promise<Page> {
  const { baseUrl } = server.current;
  const registered = await askRest(baseUrl, '/api/auth/register', {
    method: 'POST',
    body: { account: 'olga', password: 'a long enough one', name: 'Olga' },
  });
  const { user, token, refreshToken, expiresAt } = AccountLogin.parse(registered.json);
  const expiresAtMs = Date.parse(expiresAt);
  const credentials = JSON.stringify({ kind: 'account', user, token, refreshToken, expiresAtMs });
  const page = await people.visitor();
  await page.addInitScript((value) => localStorage.setItem('lianmai.identity', value), credentials);
  await page.goto(baseUrl);
  await page.getByTestId('operator-link').click();
  return page;
}

/** 0 black to 255 white, and how much of it differs. */
function look(image: Locator): Promise<{ width: number; mean: number; deviation: number }> {
  return image.evaluate(async (element) => {
    if (!(element instanceof HTMLImageElement)) throw new Error('not an <img>');
    await element.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 36;
    const context = canvas.getContext('2d');
    context?.drawImage(element, 0, 0, 64, 36);
    const pixels = context?.getImageData(0, 0, 64, 36).data ?? [];
    const values = Array.from({ length: pixels.length / 4 }, (_, i) => pixels[i * 4 + 1] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { width: element.naturalWidth, mean, deviation: Math.sqrt(variance) };
  });
}

test('a show with two viewers has the right figures, live and after it', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current, { title: '=Evening' });
  const viewers = [
    await people.viewer(server.current, anchor.roomId),
    await people.viewer(server.current, anchor.roomId, { protocol: 'flv' }),
  ];
  await viewers[0]?.plays('webrtc');
  await viewers[1]?.plays('flv');
  const live = anchor.by('studio-live-figures');
  await expect(live.getByTestId('stat-viewers')).toHaveText('2', { timeout: 15_000 });
  await expect(live.getByTestId('stat-uniqueViewers')).toHaveText('2');
  await viewers[1]?.leave();
  await expect(live.getByTestId('stat-viewers')).toHaveText('1', { timeout: 15_000 });

  await anchor.end();
  await anchor.by('studio-summary').click();
  const { page } = anchor;
  await expect(page.getByTestId('show-page')).toHaveAttribute('data-live', 'false');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('=Evening');
  await expect(page.getByTestId('show-figure-peakViewers')).toHaveText('2');
  await expect(page.getByTestId('show-figure-uniqueViewers')).toHaveText('2');
  await expect(page.getByTestId('show-figure-arrivals')).toHaveText('2');
  await expect(page.getByTestId('show-protocols').locator('[data-share=webrtc]')).toBeVisible();
  await expect(page.getByTestId('show-protocols').locator('[data-share=flv]')).toBeVisible();
  await expect(page.getByTestId('show-platforms').locator('[data-share=desktop]')).toContainText('100%');
  await expect(page.getByTestId('show-quality').locator('tbody tr')).toHaveCount(3);
  await expect(page.getByTestId('show-viewers-chart').locator('canvas')).toBeVisible();
  await page.getByTestId('show-viewers-chart').locator('summary').click();
  const peaks = page.getByTestId('show-viewers-chart').locator('tbody td:last-child');
  await expect(peaks.filter({ hasText: /^2$/ }).first()).toBeVisible();

  const downloading = page.waitForEvent('download');
  await page.getByTestId('show-csv').click();
  const table = await readFile(await (await downloading).path(), 'utf8');
  expect(table.split('\r\n')[0]).toContain('at,viewers,peakViewers');

  await page.getByTestId('show-to-list').click();
  await expect(page.getByTestId('show-row')).toHaveCount(1);
  await expect(page.getByTestId('show-row')).toContainText('=Evening');
});

test('an operator sees every live room, stops a show, and bans an anchor', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current, { title: 'Watched' });
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  const page = await operatorPage(people);
  await expect(page.getByTestId('operator-health')).toBeVisible();
  await expect(page.getByTestId('operator-figure-liveRooms')).toHaveText('1');
  const cell = page.getByTestId('wall-cell');
  await expect(cell).toHaveCount(1);
  await expect(cell.getByTestId('wall-viewers')).toHaveText('1');
  const image = cell.getByTestId('wall-snapshot').locator('img');
  await expect(image).toBeVisible({ timeout: 15_000 });
  const seen = await look(image);
  expect(seen.width).toBeGreaterThan(200);
  expect(seen.mean).toBeGreaterThan(20);
  expect(seen.deviation).toBeGreaterThan(10);

  await cell.getByTestId('wall-stop').click();
  await page.getByTestId('operator-stop-confirm').click();
  await expect(viewer.by('room-ended')).toBeVisible();
  await expect(anchor.by('studio-ended')).toBeVisible();
  await expect(page.getByTestId('operator-no-rooms')).toBeVisible();

  await anchor.by('studio-again').click();
  await anchor.goLive({ title: 'Again' });
  await cell.getByTestId('wall-ban').click();
  await page.getByTestId('operator-ban-reason').fill('Not allowed here');
  await page.getByTestId('operator-ban-confirm').click();
  await expect(page.getByTestId('operator-no-rooms')).toBeVisible({ timeout: 15_000 });
  await page.getByTestId('operator-reports').click();
  await page.getByTestId('operator-order-sanctions').click();
  await expect(page.getByTestId('operator-reports-dialog')).toContainText('Not allowed here');
  await page.getByTestId('operator-order-audit').click();
  await expect(page.getByTestId('audit-row').nth(0)).toHaveAttribute('data-act', 'banned');
  await expect(page.getByTestId('audit-row').nth(1)).toHaveAttribute('data-act', 'show_stopped');
  const lobby = await people.visitor();
  await lobby.goto(server.current.baseUrl);
  await expect(lobby.getByTestId('lobby-empty')).toBeVisible();
  await anchor.page.reload();
  await expect(anchor.by('studio-live-badge')).toBeHidden();

  await page.getByTestId('operator-order-words').click();
  await page.getByTestId('word-list-name').fill('spam');
  await page.getByTestId('word-list-new').click();
  await page.getByTestId('words-text').fill('@mask\nidiot');
  await page.getByTestId('words-save').click();
  await expect(page.getByTestId('words-save')).toBeDisabled();
  await page.getByTestId('words-try').fill('you idiot');
  await page.getByTestId('words-try-button').click();
  await expect(page.getByTestId('words-result')).toHaveAttribute('data-action', 'mask');
  await page.getByTestId('word-list-back').click();
  await page.getByTestId('word-list-open').click();
  await expect(page.getByTestId('words-text')).toHaveValue('@mask\nidiot');
  await page.getByTestId('word-list-remove').click();
  await page.getByTestId('word-list-remove-confirm').click();
  await expect(page.getByTestId('word-list')).toHaveCount(0);
  // One that was never saved goes without a complaint.
  await page.getByTestId('word-list-name').fill('draft');
  await page.getByTestId('word-list-new').click();
  await page.getByTestId('word-list-remove').click();
  await page.getByTestId('word-list-remove-confirm').click();
  await expect(page.getByTestId('order-empty')).toBeVisible();
});

test('the console is closed to everybody else', async ({ people }) => {
  const page = await people.visitor();
  await page.goto(`${server.current.baseUrl}/operator`);
  await expect(page.getByTestId('operator-denied')).toBeVisible();
});
