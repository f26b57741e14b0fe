import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserNotice } from '@lianmai/shared';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import type {
  PushSubscriptionRecord,
  PushSubscriptionStore,
} from '../../server/src/interaction/follows/ports.ts';
import { PushSender } from '../../server/src/notify/webpush/PushSender.ts';
import { PushServices } from '../../server/src/notify/webpush/PushServices.ts';
import { vapidKeys } from '../../server/src/notify/webpush/vapidKeys.ts';
import {
  WebPushChannel,
  type WebPushChannelOptions,
} from '../../server/src/notify/webpush/WebPushChannel.ts';
import { type FakeBrowser, FakePushService } from '../support/push/FakePushService.ts';

const clock = new SystemClock();
const notice: UserNotice = {
  id: 'n1',
  kind: 'wentLive',
  at: '2026-01-01T12:00:00.000Z',
  anchor: { id: 'mei', name: '小美', avatarUrl: null },
  roomId: 'r1',
  title: '下午茶 🍵',
  scheduleId: null,
};

let service: FakePushService;
let folder: string;
let sender: PushSender;
let stored: PushSubscriptionRecord[];

const subscriptions: PushSubscriptionStore = {
  save: async (subscription) => void stored.push(subscription),
  remove: async (endpoint) => {
    stored = stored.filter((one) => one.endpoint !== endpoint);
  },
  listFor: async (userIds) => stored.filter(({ userId }) => userIds.includes(userId)),
};

beforeEach(async () => {
  service = await FakePushService.start();
  folder = await mkdtemp(join(tmpdir(), 'lianmai-push-'));
  const keys = await vapidKeys(folder);
  service.publicKey = keys.publicKey;
  sender = new PushSender({ keys, contact: 'mailto:operator@example.com', clock });
  stored = [];
});

afterEach(async () => {
  sender.close();
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

function channel(options: Partial<WebPushChannelOptions> = {}): WebPushChannel {
  const services = new PushServices([service.origin]);
  return new WebPushChannel({ subscriptions, sender, services, clock, log: silentLogger(), ...options });
}

function subscribe(userId: string, language: 'zh' | 'en' = 'zh'): FakeBrowser {
  const browser = service.browser();
  const { endpoint, keys } = browser.subscription;
  stored.push({ userId, endpoint, ...keys, language });
  return browser;
}

async function* recipients(...pages: string[][]): AsyncGenerator<readonly string[]> {
  yield* pages;
}

it('keeps its keys: made once, readable by nobody else, the same for two servers that start at once', async () => {
  const folders = await mkdtemp(join(tmpdir(), 'lianmai-push-'));
  const [first, second] = await Promise.all([vapidKeys(folders), vapidKeys(folders)]);
  expect(first).toEqual(second);
  expect(await vapidKeys(folders)).toEqual(first);
  expect((await stat(join(folders, 'web-push-keys.json'))).mode & 0o077).toBe(0);
  await rm(folders, { recursive: true });
});

it('delivers to every browser of every recipient what only that browser can read', async () => {
  const browsers = [subscribe('ada'), subscribe('ada', 'en'), subscribe('bo')];
  const other = subscribe('nobody told');
  await channel().deliver(notice, recipients(['ada', 'x'], ['bo']));
  expect(service.problems).toEqual([]);
  expect(browsers.map(({ received }) => received)).toEqual([
    [{ notice, language: 'zh' }],
    [{ notice, language: 'en' }],
    [{ notice, language: 'zh' }],
  ]);
  expect(other.requestCount).toBe(0);
  // One topic a room: a service keeps the newest only.
  expect(new Set(service.topics).size).toBe(1);
});

it.each([404, 410])('forgets a browser that is gone (%i), and no other', async (status) => {
  const gone = subscribe('ada');
  const there = subscribe('ada');
  gone.answers = [{ status }];
  await channel().deliver(notice, recipients(['ada']));
  await channel().deliver(notice, recipients(['ada']));
  expect([gone.requestCount, there.received.length]).toEqual([1, 2]);
  expect(stored).toHaveLength(1);
});

it('waits as long as a busy service asks, and tries again after a failure of it', async () => {
  const busy = subscribe('ada');
  const broken = subscribe('bo');
  busy.answers = [{ status: 429, headers: { 'retry-after': '1' } }, { status: 201 }];
  broken.answers = [{ status: 503 }, { status: 201 }];
  const startedMs = Date.now();
  await channel().deliver(notice, recipients(['ada', 'bo']));
  expect(Date.now() - startedMs).toBeGreaterThanOrEqual(990);
  expect([busy, broken].map(({ received, requestCount }) => [received.length, requestCount])).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

it('does not repeat what is refused for good', async () => {
  const refusing = subscribe('ada');
  refusing.answers = [{ status: 413 }];
  await channel().deliver(notice, recipients(['ada']));
  expect(refusing.requestCount).toBe(1);
  expect(stored).toHaveLength(1);
});

it('has a bounded number under way, and keeps its pace', async () => {
  for (let i = 0; i < 60; i += 1) subscribe('ada');
  service.delayMs = 20;
  const startedMs = Date.now();
  await channel({ maxAtOnce: 4, rate: { perSecond: 100, burst: 10 } }).deliver(notice, recipients(['ada']));
  expect(service.mostAtOnce).toBeLessThanOrEqual(4);
  expect(Date.now() - startedMs).toBeGreaterThanOrEqual(480);
});

it('lets go at once when the server stops', async () => {
  for (let i = 0; i < 40; i += 1) subscribe('ada').answers = [{ status: 503 }];
  const delivery = channel().deliver(notice, recipients(['ada']));
  await expect.poll(() => service.mostAtOnce).toBeGreaterThan(0);
  sender.close();
  await delivery;
});

it.each([
  ['http://127.0.0.1:1/x', false],
  ['https://fcm.googleapis.com/fcm/send/abc', true],
  ['https://fcm.googleapis.com:8443/fcm/send/abc', false],
  ['https://fcm.googleapis.com.evil.test/x', false],
  ['https://user:pass@fcm.googleapis.com/x', false],
  ['http://fcm.googleapis.com/x', false],
  ['https://web.push.apple.com/x', true],
  ['https://push.apple.com.evil.test/x', false],
  ['https://169.254.169.254/latest', false],
  ['not an address', false],
])('may send to %s: %s', (endpoint, isAllowed) => {
  expect(new PushServices(['fcm.googleapis.com', '*.push.apple.com']).isAllowed(endpoint)).toBe(isAllowed);
});
