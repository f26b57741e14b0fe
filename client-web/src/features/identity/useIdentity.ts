import { useEffect, useRef } from 'react';
import { useServices } from '../../app/Services.tsx';
import type { Credentials } from '../../sdk/index.ts';
import { useStore } from '../../ui/useStore.ts';

/** Who one is; `null` while there is nobody yet. */
export function useIdentity(): Credentials | null {
  return useStore(useServices().identity.credentials);
}

interface IdentityChanges {
  /** Another user from now on: signed in, out, or changed to another account. Not when nobody becomes somebody. */
  onSomebodyElse?: () => void;
  /** Nobody became somebody. */
  onSomebody?: () => void;
  /** The same user under another name, with another picture, or with an account now. */
  onUpdated?: () => void;
}

export function useIdentityChanges(changes: IdentityChanges): void {
  const { identity } = useServices();
  const latest = useRef(changes);
  latest.current = changes;
  useEffect(() => {
    let before = identity.credentials.getSnapshot();
    return identity.credentials.subscribe(() => {
      const now = identity.credentials.getSnapshot();
      if (!before && now) latest.current.onSomebody?.();
      else if (before && now?.user.id !== before.user.id) latest.current.onSomebodyElse?.();
      else if (before && now && looksOther(before, now)) latest.current.onUpdated?.();
      before = now;
    });
  }, [identity]);
}

function looksOther(before: Credentials, now: Credentials): boolean {
  return (
    before.kind !== now.kind ||
    before.user.name !== now.user.name ||
    before.user.avatarUrl !== now.user.avatarUrl
  );
}
