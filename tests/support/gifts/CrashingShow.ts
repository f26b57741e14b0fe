import type { ReplyMap, RequestInput, SentGift } from '@lianmai/shared';
import { askRest } from '../askRest.ts';
import type { TestDatabase } from '../databases.ts';
import { createRoom, RawClient } from '../RawClient.ts';
import { ServerProcess } from '../ServerProcess.ts';
import { operatorToken, sharedSecret, tokenFor } from './tokens.ts';

const roomId = 'crash';

/** One show whose server is killed again and again, with its givers, and somebody who notes every gift that the room is shown. */
export class CrashingShow {
  readonly giverIds: readonly string[];
  /** What viewers have seen: order id → how often the server showed it, counted by server. */
  readonly shown = new Map<string, SentGift>();
  /** Order ids that one server showed more than once: must stay empty. */
  readonly shownTwice: string[] = [];
  readonly #settings: Record<string, string>;
  #server: ServerProcess | null = null;
  #died = Promise.withResolvers<never>();
  #givers = new Map<string, RawClient>();
  #operator = '';

  constructor(database: TestDatabase, giverCount: number) {
    this.#settings = { ...database.settings, ...sharedSecret, STARTING_COINS: '300', LOG_LEVEL: 'warn' };
    this.giverIds = Array.from({ length: giverCount }, (_, i) => `giver-${i}`);
  }

  /** Starts the server (again), and everybody comes (back). */
  async start(): Promise<void> {
    const server = await ServerProcess.start(this.#settings);
    this.#server = server;
    this.#died = Promise.withResolvers<never>();
    this.#died.promise.catch(() => undefined);
    void server.exited.then(() => this.#died.reject(new Error('the server is dead')));
    this.#operator = await operatorToken();
    const anchorToken = await tokenFor('anchor');
    const { status } = await askRest(server.baseUrl, `/api/rooms/${roomId}`);
    if (status === 404) await createRoom(server.baseUrl, anchorToken, { id: roomId, title: 'Crash' });
    const anchor = await RawClient.connect(server.baseUrl, anchorToken);
    this.#watch(anchor);
    const { snapshot } = await anchor.request('join', { roomId, as: 'publisher' });
    for (const gift of snapshot.gifts.recent) this.shown.set(gift.orderId, gift);
    await anchor.request('startShow', {});
    this.#givers = new Map();
    for (const giverId of this.giverIds) {
      const giver = await RawClient.connect(server.baseUrl, await tokenFor(giverId));
      await giver.request('join', { roomId });
      this.#givers.set(giverId, giver);
    }
  }

  /** Rejects also when the server dies meanwhile: then nobody knows whether it was done. */
  give(giverId: string, fields: RequestInput<'gift'>): Promise<ReplyMap['gift']> {
    const giver = this.#givers.get(giverId);
    if (!giver) return Promise.reject(new Error('nobody is there'));
    return this.#whileAlive(giver.request('gift', fields));
  }

  /** @returns the HTTP status */
  async topUp(userId: string, coins: number, key: string): Promise<number> {
    return await this.#operate(`/api/users/${userId}/coins`, { coins, key });
  }

  /** @returns the HTTP status */
  async refund(orderId: string): Promise<number> {
    return await this.#operate(`/api/gifts/${orderId}/refund`, {});
  }

  /** As the kernel does it when memory runs out. */
  async kill(): Promise<void> {
    this.#server?.signal('SIGKILL');
    await this.#server?.exited;
  }

  /** How many gifts all servers so far found left by the one before. */
  async recovered(): Promise<number> {
    const log = (await this.#server?.log()) ?? '';
    const counts = [...log.matchAll(/"shown":(\d+),"refunded":(\d+)/g)];
    return counts.reduce((sum, [, shown, refunded]) => sum + Number(shown) + Number(refunded), 0);
  }

  async close(): Promise<void> {
    for (const giver of this.#givers.values()) giver.close();
    await this.#server?.close();
  }

  async #operate(path: string, body: object): Promise<number> {
    const { baseUrl } = this.#server as ServerProcess;
    const asked = askRest(baseUrl, path, { method: 'POST', token: this.#operator, body });
    return (await this.#whileAlive(asked)).status;
  }

  #whileAlive<T>(answer: Promise<T>): Promise<T> {
    answer.catch(() => undefined);
    return Promise.race([answer, this.#died.promise]);
  }

  #watch(viewer: RawClient): void {
    const shownNow = new Set<string>();
    viewer.onPush = () => {
      for (const event of viewer.events) {
        if (event.type !== 'giftSent') continue;
        const { orderId } = event.data.gift;
        if (shownNow.has(orderId)) this.shownTwice.push(orderId);
        shownNow.add(orderId);
        this.shown.set(orderId, event.data.gift);
      }
      viewer.pushes.length = 0;
    };
  }
}
