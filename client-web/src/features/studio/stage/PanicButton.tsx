import { useEffect, useRef } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { CutIcon } from '../../../ui/icons/index.ts';
import { seatsToCut } from './panicKeys.ts';
import type { StudioStage } from './useStudioStage.ts';

/** Cuts every guest at once; Alt+X does the same, Alt and a seat's number cut that seat. Works wherever the keyboard is. */
export function PanicButton({ stage }: { stage: StudioStage }) {
  const { t } = useI18n();
  const { client, run, guests } = stage;
  const present = useRef(stage);
  present.current = stage;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const seats = seatsToCut(event, present.current.guests);
      if (seats.length === 0) return;
      event.preventDefault();
      for (const seat of seats) present.current.run(present.current.client.stage.cut(seat));
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);

  if (guests.length === 0) return null;
  return (
    <button
      type="button"
      className="panic"
      title={t('host.panicHint')}
      data-testid="studio-panic"
      onClick={() => {
        for (const { seat } of guests) run(client.stage.cut(seat));
      }}
    >
      <CutIcon size={20} />
      {t('host.panic')}
      <kbd className="panic__key">Alt X</kbd>
    </button>
  );
}
