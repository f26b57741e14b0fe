import { limits } from '@lianmai/shared';
import { type FormEvent, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import type { PublisherStats } from '../../sdk/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Figures } from '../../ui/Figures.tsx';
import { TextField } from '../../ui/fields.tsx';
import { CheckIcon } from '../../ui/icons/index.ts';
import { useStore } from '../../ui/useStore.ts';
import { LiveFigures } from '../statistics/LiveFigures.tsx';
import { ShowIncome } from '../wallet/ShowIncome.tsx';
import { DeviceFields } from './DeviceFields.tsx';
import { StreamKeyFields } from './encoder/StreamKeyFields.tsx';
import { publisherFigures } from './publisherFigures.ts';
import { ShareSection } from './ShareSection.tsx';
import type { StudioSource } from './studioMemory.ts';
import type { Studio } from './useStudio.ts';

interface LivePanelProps {
  studio: Studio;
  roomId: string;
  source: StudioSource;
  stats: PublisherStats | null;
  onError: (cause: unknown) => void;
}

/** Beside the picture during a show: where to send people, how it goes, what can be changed. */
export function LivePanel({ studio, roomId, source, stats, onError }: LivePanelProps) {
  const { t, formats } = useI18n();
  const isEncoder = source === 'encoder';
  return (
    <div className="live-panel">
      <ShowIncome client={studio.show.client} />
      <ShareSection client={studio.show.client} roomId={roomId} onError={onError} />
      <LiveFigures roomId={roomId} />
      {!isEncoder && (
        <section className="live-panel__section" aria-label={t('stats.title')} data-testid="studio-stats">
          <h2 className="live-panel__title">{t('stats.title')}</h2>
          <Figures figures={publisherFigures(stats, t, formats)} />
        </section>
      )}
      <section className="live-panel__section" aria-label={t('studio.settings')}>
        <h2 className="live-panel__title">{t('studio.settings')}</h2>
        <TitleForm studio={studio} roomId={roomId} onError={onError} />
        {!isEncoder && <DeviceFields studio={studio} isLive />}
      </section>
      {isEncoder && (
        <section className="live-panel__section" aria-label={t('encoder.settings')}>
          <h2 className="live-panel__title">{t('encoder.settings')}</h2>
          <StreamKeyFields roomId={roomId} onError={onError} />
        </section>
      )}
    </div>
  );
}

function TitleForm({ studio, roomId, onError }: Omit<LivePanelProps, 'stats' | 'source'>) {
  const { t } = useI18n();
  const { rest } = useServices();
  const { room } = useStore(studio.show.client.room);
  const [title, setTitle] = useState(room?.title ?? '');
  const isChanged = title.trim() !== '' && title.trim() !== room?.title;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) void rest.updateRoom(roomId, { title: title.trim() }).catch(onError);
  };
  return (
    <form onSubmit={save}>
      <TextField
        label={t('studio.showTitle')}
        value={title}
        maxLength={limits.titleLength}
        autoComplete="off"
        enterKeyHint="done"
        data-testid="studio-live-title"
        onChange={(event) => setTitle(event.target.value)}
        action={
          isChanged && (
            <IconButton
              label={t('common.save')}
              type="submit"
              className="dock__button"
              data-testid="studio-save-title"
            >
              <CheckIcon />
            </IconButton>
          )
        }
      />
    </form>
  );
}
