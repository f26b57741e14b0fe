import type { SentGift } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { afterTime, emptyLanes, nextLeavesAtMs, withGift } from './giftLanes.ts';

function gift(comboId: string, comboCount = 1, coins = 10): SentGift {
  return {
    orderId: `${comboId}-${comboCount}`,
    giver: { id: 'bob', name: 'Bob', avatarUrl: null },
    gift: {
      id: 'rose',
      name: { zh: '玫瑰', en: 'Rose' },
      iconUrl: '/r.svg',
      tier: 'small',
      animationUrl: null,
    },
    count: 1,
    coins,
    comboId,
    comboCount,
    sentAtMs: 0,
  };
}

const shown = (state: typeof emptyLanes) =>
  state.lanes.map((lane) => lane && `${lane.gift.comboId}×${lane.gift.comboCount}`);

describe('giftLanes', () => {
  it('gives two combos a lane each, and lets others wait, the dearest first', () => {
    let state = emptyLanes;
    for (const one of [gift('a'), gift('b'), gift('c', 1, 5), gift('d', 1, 500)])
      state = withGift(state, one, 0);
    expect(shown(state)).toEqual(['a×1', 'b×1']);
    expect(state.waiting.map(({ comboId }) => comboId)).toEqual(['d', 'c']);
    state = afterTime(state, 3500);
    expect(shown(state)).toEqual(['d×1', 'c×1']);
  });

  it('counts a combo on in its lane, which stays for it', () => {
    let state = withGift(emptyLanes, gift('a'), 0);
    state = withGift(state, gift('a', 2), 3000);
    state = withGift(state, gift('a', 12), 3100);
    expect(afterTime(state, 3600)).toBe(state);
    expect(shown(state)).toEqual(['a×12', null]);
    expect(nextLeavesAtMs(state)).toBe(6600);
    expect(shown(afterTime(state, 6600))).toEqual([null, null]);
  });

  it('never counts back, and keeps one place in the queue for a combo', () => {
    let state = withGift(withGift(emptyLanes, gift('a', 5), 0), gift('a', 3), 1);
    expect(shown(state)).toEqual(['a×5', null]);
    state = withGift(state, gift('b'), 2);
    for (const count of [1, 2, 3]) state = withGift(state, gift('c', count), 3);
    expect(state.waiting.map(({ comboCount }) => comboCount)).toEqual([3]);
  });

  it('does not let the queue grow without end', () => {
    let state = emptyLanes;
    for (let i = 0; i < 100; i += 1) state = withGift(state, gift(`combo ${i}`), 0);
    expect(state.waiting).toHaveLength(30);
  });
});
