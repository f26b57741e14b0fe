import { type FormEvent, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';

export interface Submit {
  isBusy: boolean;
  /** What went wrong, for people; null while nothing did. */
  error: string | null;
  onSubmit: (event: FormEvent) => void;
}

/**
 * Runs `action` when a form is sent, once at a time.
 * @param explain says what a failure means here; null: the error's own sentence
 */
export function useSubmit(
  action: () => Promise<void>,
  explain: (error: LiveError) => string | null = () => null,
): Submit {
  const { language } = useI18n();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await action();
    } catch (cause) {
      const failure = LiveError.from(cause);
      setError(explain(failure) ?? describeError(failure.code, language));
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    error,
    onSubmit: (event) => {
      event.preventDefault();
      void submit();
    },
  };
}
