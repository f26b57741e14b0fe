import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { useToast } from '../../ui/Toasts.tsx';

/** Does one thing at a time, and says what went wrong. */
export function useAct(): { isBusy: boolean; act: (action: () => Promise<unknown>) => Promise<void> } {
  const { language } = useI18n();
  const toast = useToast();
  const [isBusy, setBusy] = useState(false);
  const act = async (action: () => Promise<unknown>) => {
    if (isBusy) return;
    setBusy(true);
    try {
      await action();
    } catch (cause) {
      toast(describeError(LiveError.from(cause).code, language), 'error');
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, act };
}
