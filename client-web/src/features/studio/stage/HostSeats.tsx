import type { SeatView } from '@lianmai/shared';
import { useState } from 'react';
import { type PlainKey, useI18n } from '../../../i18n/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { LockIcon, MicOffIcon, PlusIcon } from '../../../ui/icons/index.ts';
import { useStore } from '../../../ui/useStore.ts';
import { isSpeaking } from '../../stage/speakers.ts';
import { SeatSheet } from './SeatSheet.tsx';
import type { StudioStage } from './useStudioStage.ts';
import '../../stage/seat-strip.css';

interface HostSeatsProps {
  stage: StudioStage;
  /** Invites somebody to this seat. */
  onInvite: (seat: number) => void;
}

/** The guests' seats; each opens what a host can do about it. */
export function HostSeats({ stage, onInvite }: HostSeatsProps) {
  const { t } = useI18n();
  const [open, setOpen] = useState<number | null>(null);
  const seats = stage.stage.seats.filter(({ seat }) => seat > 0);
  const opened = seats.find(({ seat }) => seat === open);
  return (
    <section className="host__section" aria-label={t('host.seats')}>
      <h3 className="host__heading">{t('host.seats')}</h3>
      <ul className="host-seats">
        {seats.map((view) => (
          <li key={view.seat}>
            <HostSeat view={view} stage={stage} onOpen={() => setOpen(view.seat)} />
          </li>
        ))}
      </ul>
      {opened && <SeatSheet view={opened} stage={stage} onInvite={onInvite} onClose={() => setOpen(null)} />}
    </section>
  );
}

function HostSeat({ view, stage, onOpen }: { view: SeatView; stage: StudioStage; onOpen: () => void }) {
  const { t } = useI18n();
  const { seat, state } = view;
  const vitals = useStore(stage.client.vitals);
  const phase = view.state === 'taken' ? view.occupant.phase : 'none';
  const speaks = stage.room !== null && isSpeaking({ roomId: stage.room.id, seat }, vitals);
  return (
    <button
      type="button"
      className="host-seat"
      aria-haspopup="dialog"
      aria-label={`${t('stage.seatN', { seat })}: ${nameOn(view) ?? t(stateOf(view))}`}
      data-testid="studio-seat"
      data-seat={seat}
      data-state={state}
      data-phase={phase}
      data-speaking={speaks}
      onClick={onOpen}
    >
      <HostSeatPlace view={view} />
      <span className="host-seat__name truncate">{nameOn(view) ?? t('stage.seatN', { seat })}</span>
      <span className="host-seat__state truncate">{t(stateOf(view))}</span>
    </button>
  );
}

function HostSeatPlace({ view }: { view: SeatView }) {
  if (view.state === 'locked')
    return (
      <span className="host-seat__place">
        <LockIcon size={18} />
      </span>
    );
  if (view.state === 'free')
    return (
      <span className="host-seat__place">
        <PlusIcon size={18} />
      </span>
    );
  const user = view.state === 'taken' ? view.occupant.user : view.user;
  const isMuted = view.state === 'taken' && view.occupant.forcedMute.microphone;
  return (
    <span className="host-seat__place">
      <Avatar user={user} size={44} />
      {isMuted && (
        <span className="seat__mark">
          <MicOffIcon size={12} />
        </span>
      )}
    </span>
  );
}

function nameOn(view: SeatView): string | null {
  if (view.state === 'taken') return view.occupant.user.name;
  return view.state === 'reserved' ? view.user.name : null;
}

function stateOf(view: SeatView): PlainKey {
  switch (view.state) {
    case 'free':
      return view.allowsVideo ? 'stage.free' : 'host.videoOff';
    case 'locked':
      return 'stage.locked';
    case 'reserved':
      return 'stage.reserved';
    case 'taken':
      if (view.occupant.isReconnecting) return 'stage.reconnecting';
      return view.occupant.phase === 'onAir' ? 'host.onAir' : 'host.inGreenRoom';
  }
}
