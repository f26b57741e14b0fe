import type { CDPSession, Page, Worker } from '@playwright/test';

interface Shown {
  title: string;
  body: string;
}

/** What the service worker's global scope has, and where the test keeps what was shown. */
interface WorkerScope {
  ServiceWorkerRegistration: { prototype: ServiceWorkerRegistration };
  shownByTest: Shown[];
}

/**
 * Hands push messages to a page's service worker as the browser does once it has decrypted them, and sees which notifications the
 * browser accepted. It does not ask `getNotifications()`: Chromium answers that by comparing its records with its screen and forgets what is
 * not on the screen yet, so that asking while one is being shown makes it vanish (2 to 4 times of 100 on a busy machine).
 */
export class PushDelivery {
  readonly #session: CDPSession;
  readonly #registration: { id: string; origin: string };
  readonly #worker: Worker;

  static async attach(page: Page): Promise<PushDelivery> {
    const session = await page.context().newCDPSession(page);
    const found = Promise.withResolvers<string>();
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) found.resolve(first.registrationId);
    });
    await session.send('ServiceWorker.enable');
    const { origin } = new URL(page.url());
    const registration = { id: await found.promise, origin };
    const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent('serviceworker'));
    await worker.evaluate(recordShown);
    return new PushDelivery(session, registration, worker);
  }

  private constructor(session: CDPSession, registration: { id: string; origin: string }, worker: Worker) {
    this.#session = session;
    this.#registration = registration;
    this.#worker = worker;
  }

  async deliver(data: string): Promise<void> {
    const { id: registrationId, origin } = this.#registration;
    await this.#session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  }

  firstShown(): Promise<Shown | undefined> {
    return this.#worker.evaluate(() => (globalThis as unknown as WorkerScope).shownByTest[0]);
  }
}

/** Runs in the worker, which stays while the test's tools are attached to it. */
function recordShown(): void {
  const scope = globalThis as unknown as WorkerScope;
  const { prototype } = scope.ServiceWorkerRegistration;
  const show = prototype.showNotification;
  scope.shownByTest = [];
  prototype.showNotification = async function (title, options) {
    await show.call(this, title, options);
    scope.shownByTest.push({ title, body: options?.body ?? '' });
  };
}
