import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { describeError } from '../../../sdk/index.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { CopyField } from '../../../ui/CopyField.tsx';
import { ErrorBanner } from '../../../ui/ErrorBanner.tsx';
import { ChevronDownIcon, RenewIcon } from '../../../ui/icons/index.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import { useToast } from '../../../ui/Toasts.tsx';
import { useStreamKey } from './useStreamKey.ts';

interface StreamKeyFieldsProps {
  roomId: string;
  onError: (cause: unknown) => void;
}

/** What goes into an encoder's settings. The key stays hidden: this page may be on the stream. */
export function StreamKeyFields({ roomId, onError }: StreamKeyFieldsProps) {
  const { t, language } = useI18n();
  const toast = useToast();
  const { state, renew, retry } = useStreamKey(roomId);
  const [isAsking, setAsking] = useState(false);

  const confirm = async () => {
    try {
      await renew();
      toast(t('encoder.renewed'));
    } catch (cause) {
      onError(cause);
    }
    setAsking(false);
  };

  if (state.phase === 'loading') {
    return (
      <div className="stream-key stream-key--loading" data-testid="stream-key" data-phase="loading">
        <Spinner />
      </div>
    );
  }
  if (state.phase === 'failed') {
    const isOff = state.error.code === 'not_supported';
    return (
      <div className="stream-key" data-testid="stream-key" data-phase={isOff ? 'off' : 'failed'}>
        <ErrorBanner>
          {isOff
            ? t('encoder.off')
            : `${t('encoder.keyFailed')} ${describeError(state.error.code, language)}`}
        </ErrorBanner>
        {!isOff && (
          <Button onClick={retry} data-testid="stream-key-retry">
            {t('common.retry')}
          </Button>
        )}
      </div>
    );
  }
  const { server, streamKey, rtmpUrl } = state.key;
  return (
    <div className="stream-key" data-testid="stream-key" data-phase="ready">
      <CopyField label={t('encoder.server')} value={server} testId="stream-key-server" />
      <CopyField
        label={t('encoder.key')}
        value={streamKey}
        testId="stream-key-key"
        hint={t('encoder.keyHint')}
        isSecret
      />
      <details className="stream-key__more">
        <summary data-testid="stream-key-more">
          {t('encoder.otherApps')}
          <ChevronDownIcon size={16} />
        </summary>
        <CopyField label={t('encoder.url')} value={rtmpUrl} testId="stream-key-url" isSecret />
      </details>
      <Button
        look="quiet"
        className="stream-key__renew"
        icon={<RenewIcon size={18} />}
        aria-haspopup="dialog"
        data-testid="stream-key-renew"
        onClick={() => setAsking(true)}
      >
        {t('encoder.renew')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('encoder.renewTitle')}
          text={t('encoder.renewText')}
          confirm={t('encoder.renewConfirm')}
          look="danger"
          isBusy={state.isRenewing}
          testId="stream-key-renew"
          onClose={() => setAsking(false)}
          onConfirm={() => void confirm()}
        />
      )}
    </div>
  );
}
