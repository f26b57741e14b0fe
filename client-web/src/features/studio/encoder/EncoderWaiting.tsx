import { useState } from 'react';
import { Header } from '../../../app/Header.tsx';
import { useI18n } from '../../../i18n/index.ts';
import { Button } from '../../../ui/Button.tsx';
import { BroadcastIcon } from '../../../ui/icons/index.ts';
import { StatePanel } from '../../../ui/StatePanel.tsx';
import { useStore } from '../../../ui/useStore.ts';
import type { Studio } from '../useStudio.ts';
import { IngestStatus } from './IngestStatus.tsx';
import { StreamKeyFields } from './StreamKeyFields.tsx';

interface EncoderWaitingProps {
  studio: Studio;
  roomId: string;
  onError: (cause: unknown) => void;
}

/** The studio before the encoder's first picture: what to enter there, and whether it comes. */
export function EncoderWaiting({ studio, roomId, onError }: EncoderWaitingProps) {
  const { t } = useI18n();
  const { ingest } = useStore(studio.show.client.backstage);
  const { phase } = useStore(studio.show.client.state);
  const isHeld = ingest?.isHeld === true;
  const [isStarting, setStarting] = useState(false);
  const goLive = async () => {
    setStarting(true);
    await studio.show.startHeld().catch(onError);
    setStarting(false);
  };
  return (
    <>
      <Header />
      <main className="studio studio--setup" id="content" tabIndex={-1} data-phase="waiting">
        <div className="studio__stage">
          <div className="stage">
            <StatePanel
              icon={<BroadcastIcon size={38} />}
              tone="link"
              heading="h1"
              title={t(isHeld ? 'encoder.held' : ingest ? 'encoder.connected' : 'encoder.waiting')}
              text={t(isHeld ? 'encoder.heldText' : 'encoder.waitingText')}
              testId="studio-waiting"
            />
          </div>
        </div>
        <section className="studio__panel" aria-label={t('encoder.heading')}>
          <div className="studio__fields">
            <div className="studio__heading">
              <h2 className="encoder__heading">{t('encoder.heading')}</h2>
            </div>
            {phase === 'reconnecting' && (
              <p className="banner banner--warn" role="status">
                {t('encoder.reconnecting')}
              </p>
            )}
            <IngestStatus ingest={ingest} isLive={false} />
            <StreamKeyFields roomId={roomId} onError={onError} />
          </div>
          <div className="studio__submit">
            {isHeld && (
              <Button
                look="primary"
                isLarge
                isWide
                isBusy={isStarting}
                icon={<BroadcastIcon />}
                data-testid="studio-go-live"
                onClick={() => void goLive()}
              >
                {t('studio.goLive')}
              </Button>
            )}
            <Button
              isWide
              data-testid="studio-encoder-back"
              onClick={() => void studio.show.stopWaiting().catch(onError)}
            >
              {t('common.back')}
            </Button>
          </div>
        </section>
      </main>
    </>
  );
}
