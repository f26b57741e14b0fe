import { Header } from '../../app/Header.tsx';
import { Link } from '../../app/Router.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { BroadcastIcon } from '../../ui/icons/index.ts';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { LobbySchedule } from '../follows/ScheduleSections.tsx';
import { RoomCard, RoomCardSkeleton } from './RoomCard.tsx';
import { type LobbyState, useLiveRooms } from './useLiveRooms.ts';
import './lobby.css';

/** Up to so many rooms the cards are larger. */
const sparseRooms = 3;

export function LobbyPage() {
  const { t, tCount } = useI18n();
  const { state, loadMore, retry } = useLiveRooms();
  const count = state.phase === 'ready' ? state.rooms.length : 0;
  // With more pages to come the total is not known.
  const isComplete = state.phase === 'ready' && state.nextCursor === null;
  return (
    <>
      <Header>
        <GoLiveLink className="lobby__header-link" testId="go-live-link" />
      </Header>
      <main className="lobby" id="content" tabIndex={-1}>
        <div className="lobby__heading">
          <h1 className="lobby__title">{t('lobby.title')}</h1>
          {count > 0 && isComplete && <p className="lobby__count">{tCount('lobby.count', count)}</p>}
        </div>
        <p className="visually-hidden" role="status" data-testid="lobby-state" data-phase={state.phase}>
          {state.phase === 'loading' ? t('common.loading') : tCount('lobby.count', count)}
        </p>
        <LobbyContent state={state} onMore={loadMore} onRetry={retry} />
        <LobbySchedule />
      </main>
      <footer className="lobby__footer">
        <span>{t('app.source')}</span>
        <Link to={{ page: 'apiDocs' }} data-testid="api-docs-link">
          {t('app.apiDocs')}
        </Link>
      </footer>
      {count > 0 && <GoLiveLink className="lobby__floating-link" testId="go-live-link-floating" />}
    </>
  );
}

function GoLiveLink({ className, testId }: { className: string; testId: string }) {
  const { t } = useI18n();
  return (
    <Link
      to={{ page: 'studio', roomId: null }}
      className={`${buttonClass('primary')} ${className}`}
      data-testid={testId}
    >
      <BroadcastIcon size={20} />
      {t('lobby.goLive')}
    </Link>
  );
}

interface LobbyContentProps {
  state: LobbyState;
  onMore: () => void;
  onRetry: () => void;
}

function LobbyContent({ state, onMore, onRetry }: LobbyContentProps) {
  const { t } = useI18n();
  if (state.phase === 'loading') {
    return (
      <div className="lobby__grid" data-testid="lobby-loading">
        {Array.from({ length: 8 }, (_, index) => (
          <RoomCardSkeleton key={index} />
        ))}
      </div>
    );
  }
  if (state.phase === 'failed') {
    return (
      <FailurePanel
        title={t('lobby.errorTitle')}
        code={state.error.code}
        onRetry={onRetry}
        testId="lobby-error"
        retryTestId="lobby-retry"
      />
    );
  }
  return <Rooms state={state} onMore={onMore} />;
}

function Rooms({ state, onMore }: { state: Extract<LobbyState, { phase: 'ready' }>; onMore: () => void }) {
  const { t } = useI18n();
  const isSparse = state.rooms.length <= sparseRooms;
  return (
    <>
      {state.isStale && (
        <p className="banner banner--warn" role="status" data-testid="lobby-stale">
          {t('lobby.staleNotice')}
        </p>
      )}
      {state.rooms.length === 0 ? (
        <EmptyLobby />
      ) : (
        <ul
          className={isSparse ? 'lobby__grid lobby__grid--sparse' : 'lobby__grid'}
          data-testid="lobby-rooms"
        >
          {state.rooms.map((room) => (
            <li key={room.id}>
              <RoomCard room={room} />
            </li>
          ))}
          {isSparse && (
            <li className="lobby__invite-item">
              <Invite />
            </li>
          )}
        </ul>
      )}
      {state.nextCursor !== null && (
        <div className="lobby__more">
          <Button look="quiet" isBusy={state.isLoadingMore} onClick={onMore} data-testid="lobby-load-more">
            {t('lobby.loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Beside a few rooms there is space to say that one can be next. */
function Invite() {
  const { t } = useI18n();
  return (
    <div className="invite">
      <h2 className="invite__title">{t('lobby.heroTitle')}</h2>
      <p className="invite__text">{t('lobby.heroText')}</p>
      <GoLiveLink className="invite__link" testId="go-live-link-invite" />
    </div>
  );
}

function EmptyLobby() {
  const { t } = useI18n();
  return (
    <StatePanel
      icon={<BroadcastIcon size={38} />}
      tone="live"
      title={t('lobby.emptyTitle')}
      text={t('lobby.emptyText')}
      testId="lobby-empty"
    >
      <Link
        to={{ page: 'studio', roomId: null }}
        className={buttonClass('primary', true)}
        data-testid="lobby-empty-go-live"
      >
        {t('lobby.goLive')}
      </Link>
    </StatePanel>
  );
}
