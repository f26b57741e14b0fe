import { useCallback, useRef, useState } from 'react';
import { useServices } from '../../../app/Services.tsx';
import { LiveError } from '../../../sdk/index.ts';
import type { PartContext } from '../parts.tsx';

const pageSize = 50;

export type EarlierState = 'idle' | 'loading' | 'failed' | 'complete';

/** Fetches older messages, a page at a time, until there are none. */
export function useEarlier({ client, roomId }: PartContext): { state: EarlierState; load: () => void } {
  const { chatRest } = useServices();
  const [state, setState] = useState<EarlierState>('idle');
  const isLoading = useRef(false);
  const load = useCallback(() => {
    if (isLoading.current) return;
    isLoading.current = true;
    setState('loading');
    const before = client.chat.oldestId;
    chatRest
      .messages(roomId, { limit: pageSize, ...(before !== undefined && { before }) })
      .then(
        (page) => {
          client.chat.showEarlier(page.toReversed());
          setState(page.length < pageSize ? 'complete' : 'idle');
        },
        (cause: unknown) => setState(LiveError.from(cause).retryable ? 'failed' : 'complete'),
      )
      .finally(() => {
        isLoading.current = false;
      });
  }, [chatRest, client, roomId]);
  return { state, load };
}
