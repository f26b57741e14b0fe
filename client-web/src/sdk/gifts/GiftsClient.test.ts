import { emptySnapshotParts, type RoomEvent, type RoomSnapshot, type SentGift } from '@lianmai/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveError } from '../LiveError.ts';
import { GiftsClient } from './GiftsClient.ts';

function sent(orderId: string): SentGift {
  return {
    orderId,
    giver: { id: 'bob', name: 'Bob', avatarUrl: null },
    gift: {
      id: 'rose',
      name: { zh: '玫瑰', en: 'Rose' },
      iconUrl: '/r.svg',
      tier: 'small',
      animationUrl: null,
    },
    count: 1,
    coins: 10,
    comboId: 'c',
    comboCount: 1,
    sentAtMs: 1,
  };
}

const given = (orderId: string): RoomEvent => ({
  ...{ seq: 1, at: 1 },
  ...{ type: 'giftSent', data: { gift: sent(orderId) } },
});

const snapshot = (...orderIds: string[]) =>
  ({
    ...emptySnapshotParts,
    gifts: { ...emptySnapshotParts.gifts, recent: orderIds.map(sent) },
  }) as unknown as RoomSnapshot;

function fixture(answers: (LiveError | number)[] = []) {
  const asked: object[] = [];
  const gifts = new GiftsClient({
    request: async (_type, fields) => {
      asked.push(fields);
      const answer = answers.shift() ?? 5;
      if (answer instanceof LiveError) throw answer;
      return { gift: sent('x'), balance: answer } as never;
    },
  });
  const told: string[] = [];
  gifts.onGift(({ orderId }) => told.push(orderId));
  return { gifts, asked, told };
}

describe('GiftsClient', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells each gift once, and what was missed on coming back', () => {
    const { gifts, told } = fixture();
    gifts.restart(snapshot('before'));
    gifts.follow(given('a'));
    gifts.follow(given('a'));
    gifts.restart(snapshot('before', 'a', 'missed'));
    gifts.follow(given('missed'));
    expect(told).toEqual(['a', 'missed']);
  });

  it('asks again with the same order while it is open whether it was given', async () => {
    const { gifts, asked } = fixture([new LiveError('session_not_found'), new LiveError('timeout'), 42]);
    const giving = gifts.give({ giftId: 'rose' });
    await vi.runAllTimersAsync();
    await giving;
    expect(asked).toHaveLength(3);
    expect(new Set(asked.map((order) => JSON.stringify(order))).size).toBe(1);
    expect(gifts.balance.getSnapshot()).toBe(42);
  });

  it('does not ask again after a refusal', async () => {
    const { gifts, asked } = fixture([new LiveError('balance_too_low')]);
    await expect(gifts.give({ giftId: 'rose' })).rejects.toMatchObject({ code: 'balance_too_low' });
    expect(asked).toHaveLength(1);
  });

  it('begins the list of givers anew with each show', () => {
    const { gifts } = fixture();
    const givers = { top: [], giverCount: 3, coins: 9 };
    gifts.follow({ seq: 1, at: 1, type: 'giversRanked', data: { givers } });
    expect(gifts.givers.getSnapshot()).toEqual(givers);
    gifts.follow({ seq: 2, at: 1, type: 'showStarted', data: { room: {} as never } });
    expect(gifts.givers.getSnapshot().coins).toBe(0);
  });
});
