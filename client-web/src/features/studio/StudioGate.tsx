import type { RoomView, UserRef } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { Link } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { StatePage } from '../../app/StatePage.tsx';
import { useI18n } from '../../i18n/index.ts';
import { LiveError, type RestClient } from '../../sdk/index.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { LockIcon, SearchIcon } from '../../ui/icons/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { StudioDesk } from './StudioDesk.tsx';
import { recallRoom, rememberRoom } from './studioMemory.ts';

type Gate =
  | { phase: 'looking' }
  | { phase: 'open'; room: RoomView | null }
  | { phase: 'notYours' }
  | { phase: 'failed'; error: LiveError };

/** Finds the room that this studio is for: the one in the address, else the guest's last one, else none yet. */
export function StudioGate({ user, roomId }: { user: UserRef; roomId: string | null }) {
  const { rest } = useServices();
  const [gate, setGate] = useState<Gate>({ phase: 'looking' });
  const [attempt, setAttempt] = useState(0);
  // Going live writes the new room into the address; that must not open the gate anew.
  const [wanted] = useState(roomId);

  useEffect(() => {
    let isCurrent = true;
    setGate({ phase: 'looking' });
    void findRoom(rest, user, wanted).then((found) => {
      if (isCurrent) setGate(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [rest, user, wanted, attempt]);

  if (gate.phase === 'open') return <StudioDesk user={user} initialRoom={gate.room} />;
  return (
    <StatePage>
      <ClosedGate gate={gate} onRetry={() => setAttempt(attempt + 1)} />
    </StatePage>
  );
}

function ClosedGate({ gate, onRetry }: { gate: Exclude<Gate, { phase: 'open' }>; onRetry: () => void }) {
  const { t } = useI18n();
  if (gate.phase === 'looking') return <Spinner />;
  if (gate.phase === 'notYours') {
    return (
      <StatePanel
        icon={<LockIcon size={36} />}
        heading="h1"
        title={t('studio.notYoursTitle')}
        text={t('studio.notYoursText')}
        testId="studio-not-yours"
      >
        <OwnStudioLink />
      </StatePanel>
    );
  }
  if (gate.error.code === 'room_not_found') {
    return (
      <StatePanel
        icon={<SearchIcon size={36} />}
        heading="h1"
        title={t('room.notFoundTitle')}
        text={t('room.notFoundText')}
        testId="studio-room-not-found"
      >
        <OwnStudioLink />
      </StatePanel>
    );
  }
  return (
    <FailurePanel
      title={t('room.failedTitle')}
      code={gate.error.code}
      onRetry={onRetry}
      testId="studio-error"
      heading="h1"
    />
  );
}

function OwnStudioLink() {
  const { t } = useI18n();
  return (
    // A full page load: the studio then starts from nothing but the address.
    <Link
      to={{ page: 'studio', roomId: null }}
      className={buttonClass('primary')}
      data-testid="studio-open-own"
      target="_self"
    >
      {t('studio.openOwn')}
    </Link>
  );
}

async function findRoom(rest: RestClient, user: UserRef, wanted: string | null): Promise<Gate> {
  const roomId = wanted ?? recallRoom(user.id);
  if (roomId === null) return { phase: 'open', room: null };
  try {
    const room = await rest.getRoom(roomId);
    if (room.anchor.id === user.id) return { phase: 'open', room };
    return wanted === null ? { phase: 'open', room: null } : { phase: 'notYours' };
  } catch (cause) {
    const error = LiveError.from(cause);
    if (wanted !== null || error.code !== 'room_not_found') return { phase: 'failed', error };
    rememberRoom(user.id, null);
    return { phase: 'open', room: null };
  }
}
