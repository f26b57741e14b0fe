import { limits } from '@lianmai/shared';
import { type FormEvent, useEffect, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { describeError, LiveError } from '../../../sdk/index.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorBanner } from '../../../ui/ErrorBanner.tsx';
import { Segments, TextField } from '../../../ui/fields.tsx';
import { CameraIcon, HandIcon, MicIcon, StageIcon } from '../../../ui/icons/index.ts';
import { DevicePreview } from './DevicePreview.tsx';
import type { RoomStage } from './useRoomStage.ts';

interface ApplySheetProps {
  stage: RoomStage;
  /** The seat that was pressed; null: any. */
  seat: number | null;
  onClose: () => void;
}

/** Before one comes on stage: how, with which devices, and a word to the host. */
export function ApplySheet({ stage, seat, onClose }: ApplySheetProps) {
  const { t, language } = useI18n();
  const { guest, state, tracks } = stage;
  const [message, setMessage] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isOpen = stage.stage.settings.admission === 'open';
  const isOpening = tracks.microphone.phase === 'opening' || tracks.camera.phase === 'opening';
  usePreparedDevices(stage);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await guest.apply({ seat: seat ?? undefined, message: message.trim() || undefined });
      onClose();
    } catch (cause) {
      setError(describeError(LiveError.from(cause).code, language));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={seat === null ? t('stage.applyTitle') : t('stage.applySeatTitle', { seat })}
      testId="stage-apply-dialog"
      onClose={onClose}
    >
      <form className="apply" onSubmit={(event) => void send(event)}>
        <DevicePreview stage={stage} />
        <Segments
          label={t('stage.comeWith')}
          choices={[
            { value: 'video', label: t('stage.withVideo'), icon: <CameraIcon size={18} /> },
            { value: 'audio', label: t('stage.withAudio'), icon: <MicIcon size={18} /> },
          ]}
          value={state.withVideo ? 'video' : 'audio'}
          onChoose={(choice) => void guest.prepare(choice === 'video')}
          testId="stage-apply-with"
          choiceTestId="stage-apply"
        />
        {!isOpen && (
          <TextField
            label={t('stage.message')}
            value={message}
            maxLength={limits.applicationMessageLength}
            placeholder={t('stage.messagePlaceholder')}
            autoComplete="off"
            enterKeyHint="send"
            data-testid="stage-apply-message"
            onChange={(event) => setMessage(event.target.value)}
          />
        )}
        <ErrorBanner testId="stage-apply-error">{error}</ErrorBanner>
        <Button
          type="submit"
          look="primary"
          isLarge
          isWide
          isBusy={isBusy}
          disabled={isOpening}
          icon={isOpen ? <StageIcon /> : <HandIcon />}
          data-testid="stage-apply-send"
        >
          {t(isOpen ? 'stage.goOn' : 'stage.send')}
        </Button>
        <p className="field__hint apply__hint">
          {t(stage.stage.settings.usesGreenRoom ? 'stage.greenRoomHint' : 'stage.onAirHint')}
        </p>
      </form>
    </Dialog>
  );
}

/** The preview opens with the sheet; the list of devices is watched while it is open. */
function usePreparedDevices({ guest, client, state }: RoomStage) {
  useEffect(() => {
    void client.devices.start().catch(() => undefined);
    void guest.prepare(state.withVideo);
    return () => {
      client.devices.stop();
      guest.letGo();
    };
  }, [guest, client]);
}
