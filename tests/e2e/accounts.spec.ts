import type { Page } from '@playwright/test';
import { askRest } from '../support/askRest.ts';
import { FakePushService } from '../support/push/FakePushService.ts';
import { waitFor } from '../support/waitFor.ts';
import { AccountPages } from './pages/AccountPages.ts';
import { liveServer } from './support/liveServer.ts';
import { PushDelivery } from './support/PushDelivery.ts';
import { expect, test } from './support/test.ts';

let push: FakePushService;
const server = liveServer(async () => {
  push = await FakePushService.start();
  return { PUSH_SERVICES: push.origin };
});

test.afterAll(() => push.close());

const password = 'correct horse';

/** Runs in the page: a browser whose push service is the test's. Its own cannot be reached from here. */
function usePushService({
  endpoint,
  keys,
}: {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}): void {
  const subscription = {
    endpoint,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => {
      localStorage.removeItem('test.subscribed');
      return true;
    },
  };
  PushManager.prototype.subscribe = async () => {
    localStorage.setItem('test.subscribed', 'yes');
    return subscription as unknown as PushSubscription;
  };
  PushManager.prototype.getSubscription = async () =>
    localStorage.getItem('test.subscribed') ? (subscription as unknown as PushSubscription) : null;
}

test('register, profile, follow, and be told in the app and by push when the anchor is live', async ({
  people,
}) => {
  const browser = push.browser();
  const context = { permissions: ['notifications'] };
  const ada = new AccountPages(await people.visitor({ context }), server.current.baseUrl);
  await ada.page.addInitScript(usePushService, browser.subscription);
  const anchor = await people.anchor(server.current);
  const roomId =
    await test.step('an anchor announces a show for tomorrow, before ever being live', async () => {
      await anchor.by('studio-schedule').click();
      await anchor.by('schedule-title').fill('Tea at five');
      const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 16);
      await anchor.by('schedule-starts-at').fill(tomorrow);
      await anchor.by('schedule-announce').click();
      await expect(anchor.by('schedule-announced-show')).toContainText('Tea at five');
      await anchor.by('dialog-close').click();
      const { json } = await askRest(server.current.baseUrl, '/api/schedule');
      return json[0].roomId as string;
    });

  await test.step('a guest registers and stays who they are', async () => {
    await ada.open(`/room/${roomId}`);
    await ada.by('schedule-remind').click();
    await expect(ada.by('schedule-remind')).toHaveAttribute('aria-pressed', 'true');
    await expect(ada.by('follow-button')).toHaveAttribute('data-count', '0');
    await ada.by('follow-button').click();
    await expect(ada.by('follow-button')).toHaveAttribute('aria-pressed', 'true');
    await ada.register({ account: 'ada', password, name: 'Ada' });
    await expect(ada.by('follow-button')).toHaveAttribute('aria-pressed', 'true');
    await expect(ada.by('follow-button')).toHaveAttribute('data-count', '1');
  });

  await test.step('the profile: name, picture, push', async () => {
    await ada.open('/me');
    await expect(ada.by('profile-account')).toHaveText('@ada');
    await ada.by('profile-name-field').fill('Ada Lovelace');
    await ada.by('profile-name-save').click();
    await expect(ada.by('profile-name')).toHaveText('Ada Lovelace');
    await ada.by('profile-picture-file').setInputFiles(await picture(ada.page));
    await ada.by('avatar-zoom').fill('2');
    await ada.by('avatar-save').click();
    const avatar = ada.page.locator('.profile__head img');
    await expect(avatar).toBeVisible();
    expect(await avatar.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(512);
    await ada.by('push-switch').click();
    await expect(ada.by('push-switch')).toHaveAttribute('aria-checked', 'true');
    await ada.page.screenshot({ path: test.info().outputPath('profile.png') });
  });

  const delivery = await PushDelivery.attach(ada.page);
  await test.step('the anchor goes live: a notice in the app, and an encrypted message', async () => {
    await ada.open('/');
    await anchor.goLive({ title: 'Tea again' });
    const [message] = await waitFor('the push message', () =>
      browser.received.length > 0 ? browser.received : undefined,
    );
    expect(push.problems).toEqual([]);
    expect(message?.notice).toMatchObject({ kind: 'wentLive', roomId });
    // The service worker hands it to the page in front, which looks at once.
    await delivery.deliver(JSON.stringify(message));
    await expect(ada.by('notice-count')).toHaveText('1');
    await expect(ada.by('toasts')).toContainText('Ada is live');
    await ada.by('notice-bell').click();
    await expect(ada.by('notice')).toContainText('Ada is live');
    await ada.page.screenshot({ path: test.info().outputPath('notices.png') });
    await expect(ada.by('notice-count')).toBeHidden();
  });

  await test.step('with no page open the browser says it', async () => {
    await ada.page.goto('about:blank');
    await delivery.deliver(JSON.stringify(browser.received[0]));
    const shown = await waitFor('the notification', () => delivery.firstShown());
    expect(shown).toEqual({ title: 'Ada is live', body: 'Tea again' });
  });

  await anchor.end();
});

test('a token that is not good any more is renewed in a live room, and the picture never stops', async ({
  people,
}) => {
  const anchor = await people.liveAnchor(server.current);
  const viewer = await people.viewer(server.current, anchor.roomId);
  await viewer.plays('webrtc');
  const pages = new AccountPages(viewer.page, server.current.baseUrl);
  await pages.register({ account: 'grace', password, name: 'Grace' });
  await expect(viewer.state).toHaveAttribute('data-connection', 'joined');
  const before = await viewer.figures();
  const longestGapMs = await viewer.watchFrameGaps();

  // Two tabs of one browser: the other one spoils the token that both use, and this one must come with it.
  const other = await viewer.page.context().newPage();
  await other.goto(server.current.baseUrl);
  await other.evaluate(() => {
    const stored = JSON.parse(localStorage.getItem('lianmai.identity') ?? '{}');
    localStorage.setItem('lianmai.identity', JSON.stringify({ ...stored, token: 'spoilt' }));
  });
  const tokenOf = () =>
    viewer.page.evaluate(() => JSON.parse(localStorage.getItem('lianmai.identity') ?? '{}').token);
  await waitFor('the first tab to hear of it', async () => (await tokenOf()) === 'spoilt');
  await viewer.page.evaluate(() => window.lianmaiDebug?.client?.identityChanged());
  await waitFor('a new token', async () => (await tokenOf()) !== 'spoilt');
  await expect(viewer.state).toHaveAttribute('data-connection', 'joined');
  await viewer.playsOn(2, 5000);
  // A picture that had to be built anew would have come over another connection; this one never stood still for long either.
  const after = await viewer.figures();
  expect(after.connectionsMade).toBe(before.connectionsMade);
  expect(await longestGapMs()).toBeLessThan(3000);
  await other.close();
  await viewer.leave();
  await anchor.end();
});

test('logged out everywhere: another device is a guest again, and says so', async ({ people }) => {
  const laptop = new AccountPages(await people.visitor(), server.current.baseUrl);
  await laptop.open();
  await laptop.register({ account: 'lin', password, name: 'Lin' });
  const phone = new AccountPages(await people.visitor(), server.current.baseUrl);
  await phone.open();
  await phone.signIn('lin', 'wrong password');
  await expect(phone.by('account-error')).toBeVisible();
  await phone.by('account-password').fill(password);
  await phone.by('account-submit').click();
  await expect(phone.by('account-identity')).toBeVisible();

  await laptop.open('/me');
  await laptop.by('profile-logout-everywhere').click();
  await laptop.by('logout-everywhere-confirm').click();
  await expect(laptop.by('guest-identity')).toBeVisible();

  await phone.open('/me');
  await expect(phone.by('toasts')).toContainText('signed out');
  await expect(phone.by('account-identity')).toBeHidden();
});

async function picture(page: Page) {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 900;
    canvas.height = 600;
    canvas.getContext('2d')?.fillRect(0, 0, 450, 600);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  return { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(base64, 'base64') };
}
