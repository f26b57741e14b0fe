import { assertNever } from '../../../core/assertNever.ts';
import type { Held } from './RoomLogStore.ts';

/** What a mirror knows of what the store holds. */
export type MirrorState =
  /** Has not taken the room yet. */
  | { name: 'unclaimed' }
  /** The store may hold something else than what it was last told, which was everything up to `told`. */
  | { name: 'unsure'; told: number }
  /** The store holds everything up to `saved`. */
  | { name: 'following'; saved: number }
  /** The store lacks entries in between: all that are kept must be written anew. */
  | { name: 'missing' }
  /** Another process writes this room: its entries count. */
  | { name: 'fenced' };

export type MirrorFact =
  | Held
  /** Whether the last order was carried out is not known, or the store says that it may have changed. */
  | { name: 'doubted' }
  /** The store rejected the order itself. */
  | { name: 'rejected' };

/** The entries of the log at hand: those after `after`, up to `last`. */
export interface KeptEntries {
  after: number;
  last: number;
}

/** What to ask of the store next. */
export type MirrorOrder =
  | { name: 'claim' }
  | { name: 'ask' }
  | { name: 'append'; after: number }
  | { name: 'rewrite' };

export function nextMirrorState(state: MirrorState, fact: MirrorFact, kept: KeptEntries): MirrorState {
  if (state.name === 'fenced') return state;
  switch (fact.name) {
    case 'holds':
      return canGoOn(fact.saved, kept) ? { name: 'following', saved: fact.saved } : { name: 'missing' };
    case 'lost':
      return { name: 'missing' };
    case 'fenced':
      return { name: 'fenced' };
    case 'doubted':
      return doubted(state);
    case 'rejected':
      return state.name === 'unclaimed' ? state : { name: 'missing' };
    default:
      return assertNever(fact);
  }
}

/** `null`: there is nothing to do. */
export function mirrorOrder(state: MirrorState, kept: KeptEntries): MirrorOrder | null {
  switch (state.name) {
    case 'unclaimed':
      return { name: 'claim' };
    case 'unsure':
      return { name: 'ask' };
    case 'following':
      if (state.saved === kept.last) return null;
      return canGoOn(state.saved, kept) ? { name: 'append', after: state.saved } : { name: 'rewrite' };
    case 'missing':
      return { name: 'rewrite' };
    case 'fenced':
      return null;
    default:
      return assertNever(state);
  }
}

/** Entries that the store lacks, as far as one knows. */
export function unsavedCount(state: MirrorState, { after, last }: KeptEntries): number {
  switch (state.name) {
    case 'fenced':
      return 0;
    case 'following':
      return last - Math.max(state.saved, after);
    case 'unsure':
      return last - Math.max(state.told, after);
    default:
      return last - after;
  }
}

function doubted(state: Exclude<MirrorState, { name: 'fenced' }>): MirrorState {
  switch (state.name) {
    case 'following':
      return { name: 'unsure', told: state.saved };
    case 'missing':
      return { name: 'unsure', told: 0 };
    default:
      return state;
  }
}

function canGoOn(saved: number, { after, last }: KeptEntries): boolean {
  return saved >= after && saved <= last;
}
