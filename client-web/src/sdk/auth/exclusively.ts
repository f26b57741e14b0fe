import { delay } from '../core/retry.ts';

/** Runs `action` while nobody else of the same origin (other tabs included) runs one of the same name. */
export type Exclusively = <T>(name: string, action: () => Promise<T>) => Promise<T>;

const leaseMs = 15_000;
const lookAgainMs = 60;

/** Web Locks where the browser has them: on secure pages. Elsewhere a lease in localStorage, which is as good as it gets there. */
export function acrossTabs(): Exclusively {
  const locks = globalThis.navigator?.locks;
  if (locks) return async (name, action) => await locks.request(`lianmai.${name}`, action);
  return underLease(globalThis.localStorage ?? null);
}

/**
 * One after the other in this page, and by a lease among pages: whoever wrote it last and still finds it has it. Two pages in the same
 * few milliseconds may still both go on; a server that is asked twice then decides.
 */
export function underLease(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null): Exclusively {
  let turn: Promise<unknown> = Promise.resolve();
  return async (name, action) => {
    const mine = turn.then(async () => {
      const giveBack = storage ? await takeLease(storage, `lianmai.lease.${name}`) : () => undefined;
      try {
        return await action();
      } finally {
        giveBack();
      }
    });
    turn = mine.catch(() => undefined);
    return await mine;
  };
}

async function takeLease(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  key: string,
): Promise<() => void> {
  const owner = Math.random().toString(36).slice(2);
  const giveUpMs = Date.now() + leaseMs;
  try {
    while (Date.now() < giveUpMs) {
      const [holder, until] = (storage.getItem(key) ?? '').split(' ');
      if (holder === owner) break;
      if (!holder || Number(until) < Date.now()) storage.setItem(key, `${owner} ${Date.now() + leaseMs}`);
      await delay(lookAgainMs * (0.5 + Math.random()));
    }
  } catch {
    // Storage is blocked: then no other page shares credentials with this one either.
  }
  return () => {
    try {
      if (storage.getItem(key)?.startsWith(`${owner} `)) storage.removeItem(key);
    } catch {
      // It runs out by itself.
    }
  };
}
