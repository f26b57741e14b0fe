import type { SentGift } from '@lianmai/shared';

/** A banner over the picture: the newest gift of a combo. */
export interface GiftBanner {
  gift: SentGift;
  /** When it goes, on the clock of whoever asks; each gift of its combo puts it off. */
  leavesAtMs: number;
}

export interface GiftLanes {
  lanes: readonly (GiftBanner | null)[];
  /** Combos that wait for a lane, each with its newest gift, the dearest first. */
  waiting: readonly SentGift[];
}

const laneCount = 2;
const maxWaiting = 30;
const shownMs = { small: 3500, big: 5000, fullscreen: 6000 } as const;

export const emptyLanes: GiftLanes = {
  lanes: Array.from({ length: laneCount }, () => null),
  waiting: [],
};

/** One more gift: its combo's banner counts on, a free lane takes it, or it waits. */
export function withGift(state: GiftLanes, gift: SentGift, nowMs: number): GiftLanes {
  const running = state.lanes.findIndex((lane) => lane?.gift.comboId === gift.comboId);
  if (running !== -1) return { ...state, lanes: placed(state.lanes, running, newest(state, gift), nowMs) };
  const free = state.lanes.indexOf(null);
  const isWaiting = state.waiting.some(({ comboId }) => comboId === gift.comboId);
  if (free !== -1 && !isWaiting) return { ...state, lanes: placed(state.lanes, free, gift, nowMs) };
  return { ...state, waiting: queued(state.waiting, gift) };
}

/** Banners whose time is over have gone, and those that waited have taken their places. */
export function afterTime(state: GiftLanes, nowMs: number): GiftLanes {
  if (!state.lanes.some((lane) => lane && lane.leavesAtMs <= nowMs)) return state;
  const waiting = [...state.waiting];
  const lanes = state.lanes.map((lane) => {
    if (lane && lane.leavesAtMs > nowMs) return lane;
    const next = waiting.shift();
    return next ? banner(next, nowMs) : null;
  });
  return { lanes, waiting };
}

/** When `afterTime` has something to do next; `null` while nothing is shown. */
export function nextLeavesAtMs({ lanes }: GiftLanes): number | null {
  const times = lanes.flatMap((lane) => (lane ? [lane.leavesAtMs] : []));
  return times.length > 0 ? Math.min(...times) : null;
}

// Gifts of one combo may arrive in any order after a reconnect: the count never goes back.
function newest({ lanes }: GiftLanes, gift: SentGift): SentGift {
  const shown = lanes.find((lane) => lane?.gift.comboId === gift.comboId)?.gift;
  return shown && shown.comboCount > gift.comboCount ? shown : gift;
}

function placed(lanes: GiftLanes['lanes'], at: number, gift: SentGift, nowMs: number): GiftLanes['lanes'] {
  return lanes.map((lane, i) => (i === at ? banner(gift, nowMs) : lane));
}

function banner(gift: SentGift, nowMs: number): GiftBanner {
  return { gift, leavesAtMs: nowMs + shownMs[gift.gift.tier] };
}

function queued(waiting: readonly SentGift[], gift: SentGift): SentGift[] {
  const others = waiting.filter(({ comboId }) => comboId !== gift.comboId);
  return [...others, gift].sort((a, b) => b.coins - a.coins).slice(0, maxWaiting);
}
