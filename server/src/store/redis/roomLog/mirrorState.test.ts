import { describe, expect, it } from 'vitest';
import {
  type KeptEntries,
  type MirrorFact,
  type MirrorOrder,
  type MirrorState,
  mirrorOrder,
  nextMirrorState,
  unsavedCount,
} from './mirrorState.ts';

const kept: KeptEntries = { after: 100, last: 150 };
const unclaimed: MirrorState = { name: 'unclaimed' };
const unsure: MirrorState = { name: 'unsure', told: 140 };
const following: MirrorState = { name: 'following', saved: 140 };
const missing: MirrorState = { name: 'missing' };
const fenced: MirrorState = { name: 'fenced' };
const holds = (saved: number): MirrorFact => ({ name: 'holds', saved });
const lost: MirrorFact = { name: 'lost' };
const outrun: MirrorFact = { name: 'fenced', epoch: 9 };
const doubted: MirrorFact = { name: 'doubted' };
const rejected: MirrorFact = { name: 'rejected' };

describe('what a mirror knows', () => {
  it.each<[MirrorState, MirrorFact, MirrorState]>([
    [unclaimed, holds(100), { name: 'following', saved: 100 }],
    [unclaimed, holds(99), missing],
    [unclaimed, doubted, unclaimed],
    [unclaimed, rejected, unclaimed],

    [following, holds(150), { name: 'following', saved: 150 }],
    // Something was taken back, but what follows is still kept.
    [following, holds(120), { name: 'following', saved: 120 }],
    [following, holds(90), missing],
    // Entries that this log never had.
    [following, holds(151), missing],
    [following, lost, missing],
    [following, outrun, fenced],
    [following, doubted, { name: 'unsure', told: 140 }],
    [following, rejected, missing],

    [unsure, holds(140), { name: 'following', saved: 140 }],
    [unsure, holds(0), missing],
    [unsure, lost, missing],
    [unsure, outrun, fenced],
    [unsure, doubted, unsure],

    [missing, holds(120), { name: 'following', saved: 120 }],
    [missing, doubted, { name: 'unsure', told: 0 }],
    [missing, rejected, missing],

    [fenced, holds(150), fenced],
    [fenced, lost, fenced],
    [fenced, doubted, fenced],
  ])('%j, told %j, is %j', (state, fact, next) => {
    expect(nextMirrorState(state, fact, kept)).toEqual(next);
  });

  it.each<[MirrorState, MirrorOrder | null, number]>([
    [unclaimed, { name: 'claim' }, 50],
    [unsure, { name: 'ask' }, 10],
    [following, { name: 'append', after: 140 }, 10],
    [{ name: 'following', saved: 150 }, null, 0],
    // It waited so long that the log no longer keeps what comes next.
    [{ name: 'following', saved: 99 }, { name: 'rewrite' }, 50],
    [missing, { name: 'rewrite' }, 50],
    [fenced, null, 0],
  ])('%j asks for %j and lacks %i entries', (state, order, unsaved) => {
    expect(mirrorOrder(state, kept)).toEqual(order);
    expect(unsavedCount(state, kept)).toBe(unsaved);
  });
});
