import { useSyncExternalStore } from 'react';
import { useServices } from '../../app/Services.tsx';
import type { Guest } from './GuestIdentity.ts';

export function useGuest(): Guest | null {
  const { identity } = useServices();
  return useSyncExternalStore(identity.subscribe, identity.getSnapshot);
}
