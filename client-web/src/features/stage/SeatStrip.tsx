import type { SeatView, StageVitals } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import type { ReadableStore } from '../../sdk/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { LockIcon, MicOffIcon, PlusIcon } from '../../ui/icons/index.ts';
import { useStore } from '../../ui/useStore.ts';
import { isSpeaking } from './speakers.ts';
import './seat-strip.css';

interface SeatStripProps {
  roomId: string;
  seats: readonly SeatView[];
  vitals: ReadableStore<StageVitals>;
  ownSeat: number | null;
  /** Pressing a free seat asks for it; null where one cannot. */
  onApply: ((seat: number) => void) | null;
}

/** Who sits where (麦位), and which seats are locked or free. */
export function SeatStrip({ roomId, seats, vitals: store, ownSeat, onApply }: SeatStripProps) {
  const { t } = useI18n();
  const vitals = useStore(store);
  return (
    <ul className="seats" aria-label={t('stage.seats')} data-testid="stage-seats">
      {seats.map((view) => (
        <li key={view.seat} className="seats__item">
          <Seat
            view={view}
            isOwn={view.seat === ownSeat}
            isSpeaking={isSpeaking({ roomId, seat: view.seat }, vitals)}
            onApply={onApply}
          />
        </li>
      ))}
    </ul>
  );
}

interface SeatProps {
  view: SeatView;
  isOwn: boolean;
  isSpeaking: boolean;
  onApply: SeatStripProps['onApply'];
}

function Seat({ view, isOwn, isSpeaking, onApply }: SeatProps) {
  const { t } = useI18n();
  const { seat } = view;
  const facts = { 'data-testid': 'stage-seat', 'data-seat': seat, 'data-state': view.state };
  if (view.state === 'free' && onApply) {
    return (
      <button
        type="button"
        className="seat seat--free"
        aria-label={t('stage.takeSeat', { seat })}
        onClick={() => onApply(seat)}
        {...facts}
      >
        <span className="seat__place">
          <PlusIcon size={18} />
        </span>
        <span className="seat__name">{t('stage.seatN', { seat })}</span>
      </button>
    );
  }
  return (
    <span className={`seat seat--${view.state}`} data-speaking={isSpeaking} data-own={isOwn} {...facts}>
      <SeatPlace view={view} />
      <span className="seat__name truncate">
        <SeatName view={view} isOwn={isOwn} />
      </span>
    </span>
  );
}

function SeatPlace({ view }: { view: SeatView }) {
  const { t } = useI18n();
  switch (view.state) {
    case 'taken': {
      const { user, forcedMute, phase, isReconnecting } = view.occupant;
      return (
        <span className="seat__place" data-phase={phase} data-reconnecting={isReconnecting}>
          <Avatar user={user} size={44} />
          {forcedMute.microphone && (
            <span className="seat__mark" title={t('stage.isMuted')}>
              <MicOffIcon size={12} />
            </span>
          )}
        </span>
      );
    }
    case 'reserved':
      return (
        <span className="seat__place seat__place--reserved">
          <Avatar user={view.user} size={44} />
        </span>
      );
    case 'locked':
      return (
        <span className="seat__place">
          <LockIcon size={17} />
        </span>
      );
    case 'free':
      return <span className="seat__place seat__place--number">{view.seat}</span>;
  }
}

function SeatName({ view, isOwn }: { view: SeatView; isOwn: boolean }) {
  const { t } = useI18n();
  if (isOwn) return t('stage.you');
  switch (view.state) {
    case 'taken':
      return view.occupant.user.name;
    case 'reserved':
      return t('stage.reserved');
    case 'locked':
      return t('stage.locked');
    case 'free':
      return t('stage.free');
  }
}
