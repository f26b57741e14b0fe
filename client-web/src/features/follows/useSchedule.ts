import type { ReminderState, ScheduledShow } from '@lianmai/shared';
import { useCallback, useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useAccountDialog } from '../identity/AccountDialogs.tsx';
import { useIdentity } from '../identity/useIdentity.ts';

const refreshMs = 60_000;

export interface ScheduleControl {
  /** Soonest first; null until they are known. */
  shows: readonly ScheduledShow[] | null;
  toggleReminder: (show: ScheduledShow) => Promise<void>;
  refresh: () => Promise<void>;
}

/** Announced shows of one room, or (`null`) of all, as the present person sees them. */
export function useSchedule(roomId: string | null): ScheduleControl {
  const { t, language } = useI18n();
  const { follows, publicFollows } = useServices();
  const toast = useToast();
  const openAccount = useAccountDialog();
  const myId = useIdentity()?.user.id ?? null;
  const [shows, setShows] = useState<readonly ScheduledShow[] | null>(null);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      const rest = myId === null ? publicFollows : follows;
      // What cannot be read is not announced: the page has other things to say.
      const read = await rest.schedule(roomId, signal).catch(() => null);
      if (read && !signal?.aborted) setShows(read);
    },
    [follows, publicFollows, myId, roomId],
  );

  useEffect(() => {
    const leaving = new AbortController();
    const tick = () => {
      if (document.visibilityState === 'visible') void load(leaving.signal);
    };
    tick();
    const timer = setInterval(tick, refreshMs);
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [load]);

  const apply = (showId: string, state: ReminderState) =>
    setShows((before) => before?.map((show) => (show.id === showId ? { ...show, ...state } : show)) ?? null);
  const toggleReminder = async (show: ScheduledShow) => {
    try {
      const state = await (show.isReminded ? follows.unremind(show.id) : follows.remind(show.id));
      apply(show.id, state);
      if (state.isReminded) toast(t('schedule.remindedToast'));
    } catch (cause) {
      const { code } = LiveError.from(cause);
      if (code === 'guests_disabled' || code === 'token_missing') openAccount('signIn');
      else toast(describeError(code, language), 'error');
      if (code === 'not_found') await load();
    }
  };
  return { shows, toggleReminder, refresh: load };
}
