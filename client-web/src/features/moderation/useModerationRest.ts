import { useMemo } from 'react';
import { useServices } from '../../app/Services.tsx';
import { ModerationRest, RestTransport } from '../../sdk/index.ts';

/** Keeping order over REST, as the person one is. */
export function useModerationRest(): ModerationRest {
  const { identity } = useServices();
  return useMemo(() => new ModerationRest(new RestTransport({ token: identity })), [identity]);
}
