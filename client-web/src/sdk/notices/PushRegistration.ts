import type { Language, PushSubscriptionBody } from '@lianmai/shared';
import { type ReadableStore, Store } from '../core/Store.ts';
import { LiveError } from '../LiveError.ts';
import type { FollowRest } from '../rest/FollowRest.ts';

/**
 * `unsupported`: this browser, or this address (push needs HTTPS), cannot; `denied`: the person refused, and only the browser's own
 * settings can change that.
 */
export type PushState = 'unknown' | 'unsupported' | 'denied' | 'off' | 'on';

export interface PushRegistrationOptions {
  rest: Pick<FollowRest, 'pushKey' | 'savePushSubscription' | 'endPushSubscription'>;
  /** Where the service worker lies that shows the messages. */
  workerUrl: string;
}

/** Whether this browser is told when no page is open, and the way to change that. */
export class PushRegistration {
  readonly #options: PushRegistrationOptions;
  readonly #state = new Store<PushState>('unknown');

  constructor(options: PushRegistrationOptions) {
    this.#options = options;
  }

  get state(): ReadableStore<PushState> {
    return this.#state;
  }

  /**
   * Looks at what the browser has, and hands a subscription to the server again: it may belong to somebody else since, or to another
   * key.
   */
  async sync(language: Language): Promise<void> {
    if (!isSupported()) return this.#state.set('unsupported');
    if (Notification.permission === 'denied') return this.#state.set('denied');
    const subscription = await this.#subscription();
    if (!subscription || Notification.permission !== 'granted') return this.#state.set('off');
    await this.#options.rest.savePushSubscription(bodyOf(subscription, language));
    this.#state.set('on');
  }

  /** Asks the person where that is needed: call it from a press. @throws LiveError `notices_denied`, `not_supported`, and those of the server */
  async enable(language: Language): Promise<void> {
    if (!isSupported()) throw new LiveError('not_supported');
    if ((await Notification.requestPermission()) !== 'granted') {
      this.#state.set(Notification.permission === 'denied' ? 'denied' : 'off');
      throw new LiveError('notices_denied');
    }
    const worker = await navigator.serviceWorker.register(this.#options.workerUrl);
    await navigator.serviceWorker.ready;
    const subscription = await this.#subscribe(worker, await this.#options.rest.pushKey());
    await this.#options.rest.savePushSubscription(bodyOf(subscription, language));
    this.#state.set('on');
  }

  async disable(): Promise<void> {
    const subscription = isSupported() ? await this.#subscription() : null;
    this.#state.set(isSupported() ? 'off' : 'unsupported');
    if (!subscription) return;
    await subscription.unsubscribe();
    await this.#options.rest.endPushSubscription(subscription.endpoint);
  }

  async #subscription(): Promise<PushSubscription | null> {
    const worker = await navigator.serviceWorker.getRegistration();
    return (await worker?.pushManager.getSubscription()) ?? null;
  }

  async #subscribe(worker: ServiceWorkerRegistration, publicKey: string): Promise<PushSubscription> {
    const options = { userVisibleOnly: true, applicationServerKey: publicKey };
    try {
      return await worker.pushManager.subscribe(options);
    } catch (cause) {
      // A subscription to another key is in the way: that of a server that was here before.
      const old = await worker.pushManager.getSubscription();
      if (!old) throw new LiveError('push_failed', { cause });
      await old.unsubscribe();
      return await worker.pushManager.subscribe(options).catch((again: unknown) => {
        throw new LiveError('push_failed', { cause: again });
      });
    }
  }
}

function isSupported(): boolean {
  return (
    globalThis.isSecureContext &&
    'serviceWorker' in navigator &&
    'PushManager' in globalThis &&
    'Notification' in globalThis
  );
}

function bodyOf(subscription: PushSubscription, language: Language): PushSubscriptionBody {
  const { keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  return { endpoint: subscription.endpoint, keys: { p256dh, auth }, language };
}
