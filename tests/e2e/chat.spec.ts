/// <reference lib="dom" />
import type { Page } from '@playwright/test';
import { guestToken, RawClient } from '../support/RawClient.ts';
import { TcpProxy } from '../support/TcpProxy.ts';
import { waitFor } from '../support/waitFor.ts';
import type { RoomPage } from './pages/RoomPage.ts';
import { liveServer } from './support/liveServer.ts';
import { expect, note, test } from './support/test.ts';

const server = liveServer();
let proxy: TcpProxy | undefined;

test.afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

declare global {
  interface Window {
    danmakuSeen?: { text: string; atMs: number }[];
    frameGapsMs?: number[];
  }
}

/** When each text begins to pass over the picture, on the machine's clock. */
async function watchDanmaku(page: Page): Promise<(text: string) => Promise<number>> {
  await page.evaluate(() => {
    const seen: { text: string; atMs: number }[] = [];
    window.danmakuSeen = seen;
    new MutationObserver((records) => {
      for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node instanceof HTMLElement && node.dataset.testid === 'danmaku')
          seen.push({ text: node.textContent ?? '', atMs: Date.now() });
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  return (text) =>
    waitFor(
      `“${text}” over the picture`,
      async () => {
        const seen = await page.evaluate(() => window.danmakuSeen);
        return seen?.find((one) => one.text === text)?.atMs;
      },
      { deadlineMs: 20_000 },
    );
}

async function latencyMs(viewer: RoomPage): Promise<number> {
  return Number(await viewer.by('room-latency').getAttribute('data-latency-ms'));
}

async function say(viewer: RoomPage, text: string): Promise<void> {
  await viewer.by('chat-input').fill(text);
  await viewer.by('chat-input').press('Enter');
}

test('a message is in the list at once, and over the picture when each viewer sees its moment', async ({
  people,
}) => {
  test.setTimeout(120_000);
  const anchor = await people.liveAnchor(server.current);
  const near = await people.viewer(server.current, anchor.roomId, { protocol: 'webrtc' });
  const far = await people.viewer(server.current, anchor.roomId, { protocol: 'hls' });
  await near.plays('webrtc');
  await far.plays('hls', 30_000);
  await expect(far.by('room-latency')).toBeVisible();
  // Its distance to the live edge settles in the first seconds.
  await far.playsOn(3, 15_000);
  const [nearShows, farShows] = [await watchDanmaku(near.page), await watchDanmaku(far.page)];

  const saidAtMs = Date.now();
  await say(near, '来自近处的问候 <b>hi</b>');
  await expect(far.by('chat-text').last()).toHaveText('来自近处的问候 <b>hi</b>');
  const listedMs = Date.now() - saidAtMs;
  expect(await far.by('chat-text').last().locator('b').count()).toBe(0);
  const behind = async () => (await latencyMs(far)) - (await latencyMs(near));
  const behindMs = await behind();
  const text = '来自近处的问候 <b>hi</b>';
  const gapMs = (await farShows(text)) - (await nearShows(text));
  // It wanders while two pictures are decoded on few cores: what is shown is late by what it was at one time or the other.
  const latelyBehindMs = await behind();
  note('message in the other list, ms', listedMs);
  note('HLS behind WebRTC, ms', behindMs);
  note('and when its 弹幕 had passed, ms', latelyBehindMs);
  note('its 弹幕 behind, ms', gapMs);
  expect(listedMs).toBeLessThan(2000);
  expect(behindMs).toBeGreaterThan(500);
  expect(gapMs).toBeGreaterThan(Math.min(behindMs, latelyBehindMs) - 800);
  expect(gapMs).toBeLessThan(Math.max(behindMs, latelyBehindMs) + 800);
  await expect(near.by('chat-pending')).toHaveCount(0);
});

test('hosts delete, pin and close; who is mentioned sees it marked', async ({ people }) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId);
  await say(viewer, '一条不合适的消息');
  await expect(anchor.by('chat-text').last()).toHaveText('一条不合适的消息');
  await anchor.by('chat-message').last().click();
  await anchor.by('chat-menu-mention').click();
  await anchor.by('chat-input').pressSequentially('请注意');
  await anchor.by('chat-input').press('Enter');
  await expect(viewer.by('chat-message').last()).toHaveAttribute('data-mentioned', 'true');

  await anchor.by('chat-message').first().click();
  await anchor.by('chat-menu-delete').click();
  await expect(viewer.by('chat-message')).toHaveCount(1);

  await anchor.by('chat-open-settings').click();
  await anchor.by('chat-settings-notice').fill('今晚九点抽奖');
  await anchor.by('chat-settings-pin').click();
  await expect(viewer.by('chat-notice')).toContainText('今晚九点抽奖');
  await anchor.by('chat-settings-closed').click();
  await expect(viewer.by('chat-input')).toBeDisabled();
  await anchor.by('chat-settings-closed').click();
  await expect(viewer.by('chat-input')).toBeEnabled();
});

test('what is written while the connection is gone is posted once, also when the Session was lost meanwhile', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current);
  proxy = await TcpProxy.start(server.current.port);
  const viewer = await people.viewer(server.current, anchor.roomId, {
    baseUrl: `http://127.0.0.1:${proxy.port}`,
  });
  await say(viewer, '断线之前');
  await expect(anchor.by('chat-text').last()).toHaveText('断线之前');
  proxy.down();
  await expect(viewer.state).toHaveAttribute('data-connection', 'reconnecting');
  await say(viewer, '断线期间写的');
  await expect(viewer.by('chat-pending')).toHaveAttribute('data-state', 'sending');
  await anchor.by('chat-input').fill('主播说的话');
  await anchor.by('chat-input').press('Enter');
  await expect(anchor.by('viewer-count')).toHaveText('0');
  const cutAtMs = performance.now();
  // Longer than the Session lives without a connection.
  await waitFor('the Session to be over', () => performance.now() - cutAtMs > 4000);
  proxy.up();
  await expect(viewer.by('chat-pending')).toHaveCount(0, { timeout: 20_000 });
  const all = ['断线之前', '主播说的话', '断线期间写的'];
  await expect(anchor.by('chat-text')).toHaveText(all);
  await expect(viewer.by('chat-text')).toHaveText(all);
});

test('fifty messages a second leave the page smooth and small', async ({ people }) => {
  test.setTimeout(90_000);
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId, { protocol: 'webrtc' });
  await viewer.plays('webrtc');
  const talkers = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const { token } = await guestToken(server.current.baseUrl, `Talker ${n}`);
      const client = await RawClient.connect(server.current.baseUrl, token);
      await client.request('join', { roomId: anchor.roomId });
      return client;
    }),
  );
  await viewer.page.evaluate(() => {
    const gaps: number[] = [];
    window.frameGapsMs = gaps;
    let before = performance.now();
    const frame = (now: number) => {
      gaps.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const startedAtMs = performance.now();
  for (let round = 0; round < 8; round += 1) {
    for (const [who, client] of talkers.entries())
      void client.request('chat', { content: `消息 ${round}/${who} 弹幕飘过` }).catch(() => undefined);
    await waitFor('the next second', () => performance.now() - startedAtMs > (round + 1) * 1000);
  }
  await expect(viewer.by('chat-text').last()).toContainText('消息 7/');
  expect(await viewer.by('chat-message').count()).toBeLessThanOrEqual(200);
  expect(await viewer.by('danmaku').count()).toBeLessThanOrEqual(40);
  const gaps = (await viewer.page.evaluate(() => window.frameGapsMs ?? [])).sort((a, b) => a - b);
  note('frame gap p95, ms', Math.round(gaps[Math.floor(gaps.length * 0.95)] ?? 0));
  note('frames a second', Math.round(gaps.length / 8));
  for (const client of talkers) client.close();
});
