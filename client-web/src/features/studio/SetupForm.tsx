import { limits } from '@lianmai/shared';
import type { FormEvent, ReactNode } from 'react';
import { type PlainKey, useI18n } from '../../i18n/index.ts';
import { describeError } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorBanner } from '../../ui/ErrorBanner.tsx';
import { Segments, TextField } from '../../ui/fields.tsx';
import { BroadcastIcon, CalendarIcon, CameraIcon, ScreenShareIcon } from '../../ui/icons/index.ts';
import { useStore } from '../../ui/useStore.ts';
import { DeviceFields } from './DeviceFields.tsx';
import { MuteButtons } from './MuteButtons.tsx';
import type { StudioState } from './StudioShow.ts';
import type { Studio } from './useStudio.ts';

interface SetupFormProps {
  studio: Studio;
  state: Extract<StudioState, { phase: 'setup' | 'starting' }>;
  title: string;
  onTitle: (title: string) => void;
  /** Who may come in. */
  access: ReactNode;
  onGoLive: () => void;
  onSchedule: () => void;
}

export function SetupForm({ studio, state, title, onTitle, access, onGoLive, onSchedule }: SetupFormProps) {
  const { t, language } = useI18n();
  const { camera, microphone } = useStore(studio.devices);
  const isStarting = state.phase === 'starting';
  const isEncoder = studio.settings.source === 'encoder';
  const isOpening = camera.phase === 'opening' || microphone.phase === 'opening';
  const error = state.phase === 'setup' ? state.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onGoLive();
  };
  return (
    <form className="studio__panel" onSubmit={submit} aria-label={t('studio.title')}>
      <div className="studio__fields">
        <div className="studio__heading">
          <h1>{t('studio.heading')}</h1>
          {!isEncoder && <MuteButtons studio={studio} />}
        </div>
        <TextField
          label={t('studio.showTitle')}
          value={title}
          maxLength={limits.titleLength}
          placeholder={t('studio.showTitlePlaceholder')}
          autoComplete="off"
          enterKeyHint="done"
          data-testid="studio-title"
          onChange={(event) => onTitle(event.target.value)}
        />
        <Segments
          label={t('encoder.source')}
          choices={[
            { value: 'camera', label: t('encoder.source.camera'), icon: <CameraIcon size={18} /> },
            { value: 'encoder', label: t('encoder.source.encoder'), icon: <ScreenShareIcon size={18} /> },
          ]}
          value={studio.settings.source}
          onChoose={(source) => studio.change({ source })}
          isDisabled={isStarting || !studio.canUseCamera}
          hint={studio.canUseCamera ? undefined : t('device.insecureTitle')}
          testId="studio-source"
        />
        {!isEncoder && <DeviceFields studio={studio} isLive={false} />}
        {access}
      </div>
      <div className="studio__submit">
        <ErrorBanner testId="studio-start-error">{error && describeError(error.code, language)}</ErrorBanner>
        <Button
          type="submit"
          look="primary"
          isLarge
          isWide
          isBusy={isStarting}
          disabled={title.trim() === '' || isOpening}
          icon={<BroadcastIcon />}
          data-testid="studio-go-live"
        >
          {t(submitLabel(state, isEncoder))}
        </Button>
        <Button
          look="quiet"
          isWide
          disabled={isStarting}
          icon={<CalendarIcon size={20} />}
          data-testid="studio-schedule"
          onClick={onSchedule}
        >
          {t('schedule.announce')}
        </Button>
      </div>
    </form>
  );
}

function submitLabel(state: SetupFormProps['state'], isEncoder: boolean): PlainKey {
  if (state.phase === 'setup') return isEncoder ? 'encoder.prepare' : 'studio.goLive';
  if (state.isResuming) return 'studio.resuming';
  return isEncoder ? 'encoder.preparing' : 'studio.goingLive';
}
