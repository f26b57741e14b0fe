import type { ReplyMap } from '@lianmai/shared';
import type { TestDatabase } from '../databases.ts';
import { seededRandom } from '../seededRandom.ts';
import { waitFor } from '../waitFor.ts';
import { CrashingShow } from './CrashingShow.ts';
import { ledgerProblems } from './ledgerCheck.ts';

export interface LedgerCrashPlan {
  seed: number;
  operations: number;
  kills: number;
}

export interface LedgerCrashOutcome {
  /** Everything that must not be; empty when money and gifts agree. */
  problems: string[];
  kills: number;
  gifts: number;
  refunds: number;
  /** Requests whose server died before it answered. */
  unanswered: number;
  /** Gifts that were charged when the server died, and shown or refunded by the next one. */
  recovered: number;
}

const giftIds = ['lollipop', 'heart', 'rose', 'cake'];

/**
 * Gives, tops up and refunds at random, several at a time, and kills the server with SIGKILL at random moments. Then looks whether
 * money, orders, answers and what viewers saw agree.
 */
export async function ledgerCrash(
  database: TestDatabase,
  plan: LedgerCrashPlan,
): Promise<LedgerCrashOutcome> {
  const random = seededRandom(plan.seed);
  const below = (n: number) => Math.floor(random() * n);
  const show = new CrashingShow(database, 5);
  const answers = new Map<string, ReplyMap['gift']>();
  const problems: string[] = [];
  const asked: { orderId: string; giverId: string; giftId: string; count: number }[] = [];
  let unanswered = 0;
  let kills = 0;

  const settle = (what: string, error: unknown) => {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined) unanswered += 1;
    else if (code !== 'balance_too_low' && code !== 'too_many_requests') problems.push(`${what}: ${message}`);
  };
  const give = async (order: (typeof asked)[number]) => {
    const { giverId, ...fields } = order;
    try {
      const answer = await show.give(giverId, fields);
      const before = answers.get(order.orderId);
      if (before && JSON.stringify(before) !== JSON.stringify(answer))
        problems.push(`${order.orderId}: two answers`);
      answers.set(order.orderId, answer);
    } catch (error) {
      settle(`gift ${order.orderId}`, error);
    }
  };
  const operate = async (n: number) => {
    const kind = random();
    const again = asked[below(asked.length)];
    if (kind < 0.12) await show.topUp(`giver-${below(5)}`, 50 + below(200), `key-${below(40)}`);
    else if (again && kind < 0.25) await show.refund(again.orderId);
    else if (again && kind < 0.4) await give(again);
    else {
      const order = {
        orderId: `order-${plan.seed}-${n}`,
        giverId: `giver-${below(5)}`,
        giftId: giftIds[below(giftIds.length)] as string,
        count: 1 + below(3),
      };
      asked.push(order);
      await give(order);
    }
  };

  try {
    await show.start();
    const killEvery = Math.ceil(plan.operations / (plan.kills + 1));
    for (let n = 0; n < plan.operations; ) {
      const batch = Array.from({ length: 1 + below(8) }, () => n++);
      const running = batch.map((one) => operate(one).catch((error: unknown) => settle('operation', error)));
      if (kills < plan.kills && n >= (kills + 1) * killEvery) {
        // From before the first statement to after the last mark: a batch takes some ten milliseconds.
        await new Promise((resolve) => setTimeout(resolve, random() * 25));
        await show.kill();
        kills += 1;
        await Promise.all(running);
        await show.start();
      } else await Promise.all(running);
    }
    await show.kill();
    await show.start();
    const { db } = await database.open();
    await waitFor('everything to be shown', async () => {
      const row = await db.selectFrom('gift_outbox').select('order_id').executeTakeFirst();
      return row === undefined;
    });
    problems.push(...(await ledgerProblems(db)));
    const orders = await db
      .selectFrom('gift_orders')
      .select(['id', 'refunded_at', 'balance_after'])
      .execute();
    const byId = new Map(orders.map((order) => [order.id, order]));
    for (const orderId of show.shown.keys())
      if (!byId.has(orderId)) problems.push(`${orderId} was shown without a charge`);
    for (const { id, refunded_at } of orders)
      if (refunded_at === null && !show.shown.has(id)) problems.push(`${id} was charged and not shown`);
    for (const [orderId, { balance }] of answers)
      if (byId.get(orderId)?.balance_after !== balance) problems.push(`${orderId} was answered and is lost`);
    if (show.shownTwice.length > 0) problems.push(`shown twice by one server: ${show.shownTwice.join()}`);
    const refunds = orders.filter(({ refunded_at }) => refunded_at !== null).length;
    const recovered = await show.recovered();
    return { problems, kills: kills + 1, gifts: orders.length, refunds, unanswered, recovered };
  } finally {
    await show.close();
  }
}
