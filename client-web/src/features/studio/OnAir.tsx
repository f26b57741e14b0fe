import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { UsersIcon } from '../../ui/icons/index.ts';
import { LiveBadge } from '../../ui/LiveBadge.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { NetworkBars, type NetworkLevel } from '../../ui/NetworkBars.tsx';
import { useIsWide } from '../../ui/useIsWide.ts';
import { useNow } from '../../ui/useNow.ts';
import { useStore } from '../../ui/useStore.ts';
import { Dock } from './Dock.tsx';
import { LivePanel } from './LivePanel.tsx';
import { OnAirNotice } from './OnAirNotice.tsx';
import { Stage } from './Stage.tsx';
import { usePublisherStats } from './usePublisherStats.ts';
import type { Studio } from './useStudio.ts';

interface OnAirProps {
  roomId: string;
  startedAtMs: number;
  studio: Studio;
  onError: (cause: unknown) => void;
}

/** The studio during a show: the picture, the controls, the figures. On a phone the figures open as a sheet. */
export function OnAir({ roomId, startedAtMs, studio, onError }: OnAirProps) {
  const { t } = useI18n();
  const isWide = useIsWide();
  const { client } = studio.show;
  const publications = useStore(client.publisher.publications);
  const screen = publications.find((publication) => publication.source === 'screen')?.track ?? null;
  const stats = usePublisherStats(client);
  const [open, setOpen] = useState<'sheet' | 'ending' | null>(null);
  const [isEnding, setEnding] = useState(false);

  const end = async () => {
    setEnding(true);
    try {
      await studio.show.end();
    } catch (cause) {
      onError(cause);
      setEnding(false);
      setOpen(null);
    }
  };

  const panel = <LivePanel studio={studio} roomId={roomId} stats={stats} onError={onError} />;
  return (
    <main className="studio studio--live" id="content" tabIndex={-1} data-phase="live">
      <div className="studio__stage">
        <Stage studio={studio} screen={screen} />
        <OnAirBar studio={studio} startedAtMs={startedAtMs} network={stats?.quality ?? 'unknown'} />
        <OnAirNotice client={client} />
        <Dock
          studio={studio}
          isSharing={screen !== null}
          onSheet={isWide ? null : () => setOpen('sheet')}
          onEnd={() => setOpen('ending')}
          onError={onError}
        />
      </div>
      {isWide && <aside className="studio__panel studio__panel--live">{panel}</aside>}
      {open === 'sheet' && !isWide && (
        <Dialog title={t('studio.title')} testId="studio-sheet" onClose={() => setOpen(null)}>
          {panel}
        </Dialog>
      )}
      {open === 'ending' && (
        <Dialog
          title={t('studio.endTitle')}
          text={t('studio.endText')}
          testId="studio-end-dialog"
          onClose={() => setOpen(null)}
          actions={
            <>
              <Button onClick={() => setOpen(null)} data-testid="studio-end-cancel">
                {t('studio.keepGoing')}
              </Button>
              <Button
                look="primary"
                isBusy={isEnding}
                onClick={() => void end()}
                data-testid="studio-end-confirm"
              >
                {t('studio.endConfirm')}
              </Button>
            </>
          }
        />
      )}
    </main>
  );
}

interface OnAirBarProps {
  studio: Studio;
  startedAtMs: number;
  network: 'unknown' | 'good' | 'fair' | 'poor';
}

function OnAirBar({ studio, startedAtMs, network }: OnAirBarProps) {
  const { t, tCount, formats } = useI18n();
  const onAirMs = useNow() - startedAtMs;
  const { room } = useStore(studio.show.client.room);
  const clientState = useStore(studio.show.client.state);
  const level: NetworkLevel =
    clientState.phase === 'reconnecting' ? 'none' : network === 'unknown' ? 'good' : network;
  const viewerCount = room?.viewerCount ?? 0;
  return (
    <div className="on-air-bar">
      <span className="on-air-bar__brand">
        <Logo size={26} />
      </span>
      <LiveBadge testId="studio-live-badge" />
      <span
        className="pill"
        title={t('live.onAirFor', { time: formats.duration(onAirMs) })}
        data-testid="studio-timer"
      >
        {formats.duration(onAirMs)}
      </span>
      <span className="pill" title={tCount('live.viewers', viewerCount)}>
        <UsersIcon size={14} />
        <span data-testid="viewer-count">{formats.compact(viewerCount)}</span>
        <span className="visually-hidden">{tCount('live.viewers', viewerCount)}</span>
      </span>
      <span className="pill on-air-bar__network">
        <NetworkBars level={level} label={t(`network.${level}`)} />
      </span>
    </div>
  );
}
