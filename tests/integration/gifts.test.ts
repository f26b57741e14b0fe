import type { SentGift } from '@lianmai/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signNotice } from '../../server/src/interaction/coins/noticeSignature.ts';
import { askRest } from '../support/askRest.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { ledgerProblems } from '../support/gifts/ledgerCheck.ts';
import { operatorToken, sharedSecret, tokenFor } from '../support/gifts/tokens.ts';
import { createRoom, RawClient } from '../support/RawClient.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

const paymentSecret = 'what only the payment provider knows 1';
const codeOf = (error: unknown) => (error as { code?: string }).code;

describe.each(databases)('gifts on $name', ({ create }) => {
  let database: TestDatabase;
  let running: RunningApp;
  let operator: string;
  let anchor: RawClient;
  let roomId: string;

  const join = async (userId: string, room = roomId) => {
    const client = await RawClient.connect(running.baseUrl, await tokenFor(userId));
    const joined = await client.request('join', { roomId: room });
    return { client, joined };
  };
  // Ids of their own: the Session would answer a repeated one from memory.
  const give = async (client: RawClient, fields: object) => {
    const reply = await client.send({ type: 'gift', id: crypto.randomUUID(), ...fields });
    return reply.ok ? reply.data : reply.error.code;
  };
  const ask = (path: string, token: string, body?: object, method = body ? 'POST' : 'GET') =>
    askRest(running.baseUrl, path, { method, token, ...(body ? { body } : {}) });
  const wallet = async (userId: string) => (await ask('/api/me/wallet', await tokenFor(userId))).json;
  const gifts = (client: RawClient): SentGift[] =>
    client.events.flatMap((event) => (event.type === 'giftSent' ? [event.data.gift] : []));

  beforeAll(async () => {
    database = await create();
    running = await startApp({
      ...database.settings,
      ...sharedSecret,
      STARTING_COINS: '1000',
      PLATFORM_SHARE_PERCENT: '40',
      PAYMENT_URL: 'https://pay.example.com/coins',
      PAYMENT_SECRET: paymentSecret,
    });
    operator = await operatorToken();
    const token = await tokenFor('anna');
    roomId = await createRoom(running.baseUrl, token);
    anchor = await RawClient.connect(running.baseUrl, token);
    await anchor.request('join', { roomId, as: 'publisher' });
    await anchor.request('startShow', {});
  });
  afterAll(async () => {
    anchor.close();
    await running.close();
    await database.remove();
  });

  it('offers a catalogue that operators change', async () => {
    const { json } = await ask('/api/gifts', operator);
    expect(json).toHaveLength(12);
    expect(json[0]).toMatchObject({ id: 'lollipop', price: 1, name: { zh: '棒棒糖', en: 'Lollipop' } });
    for (const { iconUrl, animationUrl } of json) {
      expect(iconUrl).toMatch(/^\/gifts\/[a-z-]+\.svg$/);
      expect(animationUrl ?? '/gifts/a.json').toMatch(/^\/gifts\/[a-z-]+\.json$/);
    }
    const tea = {
      name: { zh: '奶茶', en: 'Milk tea' },
      price: 18,
      iconUrl: '/gifts/coffee.svg',
      tier: 'small',
    };
    expect((await ask('/api/gifts/milk-tea', await tokenFor('eve'), tea, 'PUT')).status).toBe(403);
    expect((await ask('/api/gifts/milk-tea', operator, { ...tea, price: 0 }, 'PUT')).status).toBe(400);
    expect((await ask('/api/gifts/milk-tea', operator, tea, 'PUT')).json).toMatchObject({ isOffered: true });
    expect((await ask('/api/gifts', operator)).json).toHaveLength(13);
    await ask('/api/gifts/milk-tea', operator, { ...tea, isOffered: false }, 'PUT');
    expect((await ask('/api/gifts', operator)).json).toHaveLength(12);
    expect((await ask('/api/gifts/all', operator)).json).toHaveLength(13);
  });

  it('charges ten identical requests once, also after a reconnect, with the same answer', async () => {
    const { client, joined } = await join('bob');
    const order = { giftId: 'rose', count: 3, orderId: 'ten-identical' };
    const replies = await Promise.all(Array.from({ length: 10 }, () => give(client, order)));
    client.cut();
    const again = await RawClient.connect(running.baseUrl, await tokenFor('bob'));
    const { sessionId, resumeKey, snapshot } = joined;
    await again.request('join', { roomId, resume: { sessionId, resumeKey, lastSeq: snapshot.seq } });
    for (let i = 0; i < 3; i += 1) replies.push(await give(again, order));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(replies[0]).toMatchObject({ balance: 970, gift: { coins: 30, giver: { id: 'bob' } } });
    await anchor.event('giftSent');
    expect(gifts(anchor).filter(({ orderId }) => orderId === 'ten-identical')).toHaveLength(1);
    expect(await wallet('bob')).toEqual({ balance: 970, income: 0 });
    expect(await wallet('anna')).toEqual({ balance: 1000, income: 18 });
    expect(await give(again, { ...order, count: 4 })).toBe('order_conflict');
    again.close();
  });

  it('refuses what cannot be paid for or given, in words that a client can tell apart', async () => {
    const { client } = await join('carl');
    const refused = async (fields: { giftId: string; count?: number }, by = client) =>
      by.request('gift', fields).then(() => 'given', codeOf);
    expect(await refused({ giftId: 'rocket' })).toBe('balance_too_low');
    expect(await refused({ giftId: 'moon' })).toBe('gift_not_found');
    expect(await refused({ giftId: 'milk-tea' })).toBe('gift_not_found');
    expect(await refused({ giftId: 'rose', count: 0 })).toBe('invalid_request');
    expect(await refused({ giftId: 'rose' }, anchor)).toBe('forbidden');
    expect(await wallet('carl')).toEqual({ balance: 1000, income: 0 });
    client.close();
  });

  it('shows newcomers the ranks and the newest gifts, and lists givers by period', async () => {
    const { client } = await join('dora');
    await client.request('gift', { giftId: 'crown' });
    const { joined, client: late } = await join('ed');
    expect(joined.snapshot.gifts.givers).toMatchObject({ giverCount: 2, coins: 229 });
    expect(joined.snapshot.gifts.givers.top[0]).toMatchObject({ user: { id: 'dora' }, coins: 199 });
    expect(joined.snapshot.gifts.recent.at(-1)).toMatchObject({ gift: { id: 'crown' } });
    for (const period of ['show', 'day', 'all']) {
      const { json } = await ask(`/api/rooms/${roomId}/givers?period=${period}`, operator);
      expect(json.givers.map((rank: { user: { id: string } }) => rank.user.id)).toEqual(['dora', 'bob']);
    }
    client.close();
    late.close();
  });

  it('lets operators top up once for a key, and refund once', async () => {
    const body = { coins: 500, key: 'ticket-7', note: 'Sorry for the trouble' };
    expect((await ask('/api/users/fay/coins', await tokenFor('fay'), body)).status).toBe(403);
    for (let i = 0; i < 3; i += 1) await ask('/api/users/fay/coins', operator, body);
    expect(await wallet('fay')).toEqual({ balance: 1500, income: 0 });
    const { client } = await join('fay');
    await client.request('gift', { giftId: 'cake', orderId: 'refund-this' });
    const incomeBefore = (await wallet('anna')).income;
    const refunds = await Promise.all(
      [1, 2, 3].map(() => ask('/api/gifts/refund-this/refund', operator, {})),
    );
    expect(new Set(refunds.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await wallet('fay')).toEqual({ balance: 1500, income: 0 });
    expect((await wallet('anna')).income).toBe(incomeBefore - 60);
    expect((await ask('/api/gifts/refund-nothing/refund', operator, {})).status).toBe(404);
    const history = await ask('/api/me/wallet/history?limit=2', await tokenFor('fay'));
    expect(history.headers.get('link')).toMatch(/rel="next"/);
    expect(history.json.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['gift', 'giftRefund']);
    client.close();
  });

  it('sells coins: a signed notice books them once, and none other', async () => {
    const token = await tokenFor('gil');
    const { json: purchase } = await ask('/api/me/purchases', token, { packId: 'coins-300' });
    expect(purchase).toMatchObject({ status: 'pending', coins: 300 });
    expect(purchase.checkoutUrl).toContain(`purchase=${purchase.id}`);
    expect((await ask(`/api/me/purchases/${purchase.id}/pay`, token, {})).status).toBe(501);
    const notify = (notice: object, secret = paymentSecret) => {
      const text = JSON.stringify({ purchaseId: purchase.id, status: 'paid', currency: 'CNY', ...notice });
      return askRest(running.baseUrl, '/api/payments/webhook', {
        method: 'POST',
        body: text,
        headers: {
          'content-type': 'application/json',
          'lianmai-signature': signNotice(text, secret, Date.now()),
        },
      });
    };
    expect((await notify({ amountMinor: 3000 }, 'some other secret of enough length 1')).status).toBe(401);
    expect((await notify({ amountMinor: 1 })).status).toBe(409);
    expect(await wallet('gil')).toEqual({ balance: 1000, income: 0 });
    for (let i = 0; i < 3; i += 1) expect((await notify({ amountMinor: 3000 })).json.status).toBe('paid');
    expect(await wallet('gil')).toEqual({ balance: 1300, income: 0 });
    const others = await ask(`/api/me/purchases/${purchase.id}`, await tokenFor('eve'));
    expect(others.status).toBe(404);
  });

  it('feeds the score of a PK, coin for point', async () => {
    const token = await tokenFor('ida');
    const rivalId = await createRoom(running.baseUrl, token, { title: 'Rival' });
    const rival = await RawClient.connect(running.baseUrl, token);
    await rival.request('join', { roomId: rivalId, as: 'publisher' });
    await rival.request('startShow', {});
    const { pkId } = await anchor.request('invitePk', { roomId: rivalId });
    await rival.request('acceptPk', { pkId });
    const { client } = await join('hal', rivalId);
    await client.request('gift', { giftId: 'rose', count: 5 });
    const scores = await waitFor('points', () =>
      anchor.events.findLast((event) => event.type === 'pkScored'),
    );
    expect(scores.data).toMatchObject({
      scores: [
        { roomId, score: 0 },
        { roomId: rivalId, score: 50 },
      ],
    });
    await rival.request('endShow', {});
    client.close();
    rival.close();
  });

  it('tells an anchor what the shows earned', async () => {
    const { json } = await ask('/api/me/income', await tokenFor('anna'));
    expect(json).toMatchObject({ income: 138, today: 138, last30Days: 138, all: 138 });
    expect(json.shows).toEqual([expect.objectContaining({ roomId, coins: 229, income: 138, giftCount: 4 })]);
  });

  it('has its books in order after all that', async () => {
    const { db } = await database.open();
    expect(await ledgerProblems(db)).toEqual([]);
  });
});
