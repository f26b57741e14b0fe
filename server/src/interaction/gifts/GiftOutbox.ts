import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { GiftScores } from './GiftScores.ts';
import type { GiftOrder, GiftOrders } from './ports.ts';
import type { RoomGifts } from './RoomGifts.ts';

export interface GiftOutboxDeps {
  orders: GiftOrders;
  giftsOf: (roomId: string) => Pick<RoomGifts, 'show' | 'remember'> | undefined;
  scores: GiftScores;
  clock: Clock;
  log: Logger;
}

const rememberedMs = 60_000;
const rememberedOrders = 20_000;
const retryMs = 1000;
const sweepAfterMs = 2000;

/**
 * Shows paid gifts in their rooms, each once, and keeps that on record. What a crash, or a database that did not answer, left paid but unshown is
 * shown by `recover`; where its room is gone it is refunded, so that no charge is without its gift.
 */
export class GiftOutbox {
  readonly #deps: GiftOutboxDeps;
  /**
   * Shown by this process, oldest first. Also after it is on record: somebody may have read the order just before, and come with what
   * they read.
   */
  readonly #shown = new Set<string>();
  readonly #unmarked = new Set<string>();
  readonly #disposables = new Disposables();
  #marking: Promise<void> | null = null;
  #cancelSweep: (() => void) | null = null;
  #isClosed = false;

  constructor(deps: GiftOutboxDeps) {
    this.#deps = deps;
    this.#disposables.add(() => this.#cancelSweep?.());
  }

  /** Shows it unless it has been shown; when its room has just gone, it is refunded soon. @returns false when it was not shown now. */
  publish(order: GiftOrder): boolean {
    if (this.#isSettled(order)) return false;
    const isShown = this.#show(order);
    if (!isShown) this.sweepSoon();
    return isShown;
  }

  /**
   * At the start, before anybody can come in. Gifts of the last minute are in the rooms' snapshots again, for who lost the server
   * with them half seen; then those that nobody has seen are settled.
   */
  async begin(): Promise<void> {
    const { orders, giftsOf, clock } = this.#deps;
    for (const { sent, roomId, isShown } of await orders.since(Math.round(clock.nowMs()) - rememberedMs)) {
      if (isShown) giftsOf(roomId)?.remember(sent);
    }
    await this.recover();
  }

  /** Whatever was paid for and not shown is shown now; where its room is gone it is refunded. */
  async recover(): Promise<{ shown: number; refunded: number }> {
    const { orders, log } = this.#deps;
    const counts = { shown: 0, refunded: 0 };
    for (const order of await orders.unshown()) {
      if (this.#isSettled(order)) continue;
      if (this.#show(order)) counts.shown += 1;
      else if (await this.#refund(order)) counts.refunded += 1;
    }
    if (counts.shown + counts.refunded > 0) log.warn(counts, 'gifts left by a crash were settled');
    return counts;
  }

  /** Something may be charged and not shown: look later, until the database answers. */
  sweepSoon(): void {
    if (this.#cancelSweep || this.#isClosed) return;
    this.#cancelSweep = this.#deps.clock.after(sweepAfterMs, () => {
      this.#cancelSweep = null;
      this.recover().catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'unshown gifts could not be looked for');
        this.sweepSoon();
      });
    });
  }

  /** Resolves when everything shown is on record, or cannot be put there: then it is shown again after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#disposables.dispose();
    await this.#marking;
  }

  /** @returns false where the anchor's income does not hold it any more: that is for an operator, and keeps nobody else waiting. */
  async #refund({ sent: { orderId } }: GiftOrder): Promise<boolean> {
    const { orders, clock, log } = this.#deps;
    try {
      await orders.refund(orderId, Math.round(clock.nowMs()));
      return true;
    } catch (error) {
      if (AppError.from(error).code !== 'balance_too_low') throw error;
      log.error({ orderId }, 'a gift that was not shown cannot be refunded: its anchor has spent the income');
      return false;
    }
  }

  #isSettled({ sent, isShown, refundedAtMs }: GiftOrder): boolean {
    return isShown || refundedAtMs !== null || this.#shown.has(sent.orderId);
  }

  #show(order: GiftOrder): boolean {
    const { giftsOf, scores } = this.#deps;
    const { orderId, coins } = order.sent;
    const gifts = giftsOf(order.roomId);
    if (!gifts) return false;
    this.#rememberShown(orderId);
    gifts.show(order);
    scores.give(order.roomId, coins);
    this.#unmarked.add(orderId);
    this.#marking ??= this.#mark();
    return true;
  }

  #rememberShown(orderId: string): void {
    this.#shown.add(orderId);
    for (const oldest of this.#shown) {
      if (this.#shown.size <= rememberedOrders || this.#unmarked.has(oldest)) break;
      this.#shown.delete(oldest);
    }
  }

  // One write for all that were shown while the one before was under way.
  async #mark(): Promise<void> {
    const { orders, clock, log } = this.#deps;
    while (this.#unmarked.size > 0) {
      const orderIds = [...this.#unmarked];
      this.#unmarked.clear();
      try {
        await orders.markShown(orderIds);
      } catch (error) {
        log.error({ err: error, orders: orderIds.length }, 'shown gifts could not be marked');
        for (const orderId of orderIds) this.#unmarked.add(orderId);
        if (this.#isClosed) break;
        await new Promise<void>((resolve) => {
          const cancel = clock.after(retryMs, resolve);
          this.#disposables.add(() => {
            cancel();
            resolve();
          });
        });
      }
    }
    this.#marking = null;
  }
}
