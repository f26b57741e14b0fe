import { useCallback } from 'react';
import { useServices } from '../../app/Services.tsx';

/** Ends this sign-in; the browser is not told of the account's follows any more. */
export function useLogout(): () => Promise<void> {
  const { identity, push } = useServices();
  return useCallback(async () => {
    await push.disable().catch(() => undefined);
    await identity.logout();
  }, [identity, push]);
}
