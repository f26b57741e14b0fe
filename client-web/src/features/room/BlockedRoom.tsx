import type { Language } from '@lianmai/shared';
import type { ReactNode } from 'react';
import { Link } from '../../app/Router.tsx';
import { type PlainKey, type Translate, useI18n } from '../../i18n/index.ts';
import { describeError } from '../../sdk/index.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { AlertIcon, LockIcon, SearchIcon, TabsIcon, UnpluggedIcon } from '../../ui/icons/index.ts';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { useAccountDialog } from '../identity/AccountDialogs.tsx';
import { exclusionTexts } from '../moderation/sanctionTexts.ts';
import type { BlockReason, RoomScreen } from './roomScreen.ts';

interface Block {
  icon: ReactNode;
  title: PlainKey;
  /** null: the error's own sentence. */
  text: PlainKey | null;
  /** What the button does, where starting over may help. */
  restart: PlainKey | null;
}

const blocks: Record<Exclude<BlockReason, 'kicked' | 'banned'>, Block> = {
  notFound: {
    icon: <SearchIcon size={36} />,
    title: 'room.notFoundTitle',
    text: 'room.notFoundText',
    restart: null,
  },
  replaced: {
    icon: <TabsIcon size={36} />,
    title: 'room.replacedTitle',
    text: 'room.replacedText',
    restart: 'room.replacedHere',
  },
  removed: {
    icon: <LockIcon size={36} />,
    title: 'room.removedTitle',
    text: 'room.removedText',
    restart: null,
  },
  private: {
    icon: <LockIcon size={36} />,
    title: 'access.privateTitle',
    text: 'access.privateText',
    restart: 'common.retry',
  },
  invitationInvalid: {
    icon: <LockIcon size={36} />,
    title: 'access.invalidTitle',
    text: 'access.invalidText',
    restart: 'common.retry',
  },
  closed: { icon: <LockIcon size={36} />, title: 'room.closedTitle', text: 'room.closedText', restart: null },
  outdated: {
    icon: <AlertIcon size={36} />,
    title: 'room.outdatedTitle',
    text: 'room.outdatedText',
    restart: null,
  },
  unsupported: {
    icon: <AlertIcon size={36} />,
    title: 'room.unsupportedTitle',
    text: 'room.unsupportedText',
    restart: null,
  },
  signIn: {
    icon: <LockIcon size={36} />,
    title: 'account.needed',
    text: 'account.neededText',
    restart: null,
  },
  failed: {
    icon: <UnpluggedIcon size={36} />,
    title: 'room.failedTitle',
    text: null,
    restart: 'common.retry',
  },
};

interface BlockedRoomProps {
  screen: Extract<RoomScreen, { kind: 'blocked' }>;
  onRestart: () => void;
}

export function BlockedRoom({ screen, onRestart }: BlockedRoomProps) {
  const { t, language } = useI18n();
  const openAccount = useAccountDialog();
  const { icon, title, text, restart } = panelOf(screen, t, language);
  const hasOwnWay = restart !== null || screen.reason === 'signIn' || screen.reason === 'outdated';
  return (
    <div role="alert" data-testid="room-state" data-state={screen.reason}>
      <StatePanel
        icon={icon}
        tone="warn"
        heading="h1"
        title={title}
        text={text}
        testId={`room-${screen.reason}`}
      >
        {restart && (
          <Button look="primary" onClick={onRestart} data-testid="room-restart">
            {t(restart)}
          </Button>
        )}
        {screen.reason === 'signIn' && (
          <Button look="primary" onClick={() => openAccount('signIn')} data-testid="room-sign-in">
            {t('account.signInOrRegister')}
          </Button>
        )}
        {screen.reason === 'outdated' && (
          <Button look="primary" onClick={() => location.reload()} data-testid="room-reload">
            {t('common.reload')}
          </Button>
        )}
        <Link
          to={{ page: 'lobby' }}
          className={buttonClass(hasOwnWay ? 'quiet' : 'primary')}
          data-testid="room-to-lobby"
        >
          {t('common.toLobby')}
        </Link>
      </StatePanel>
    </div>
  );
}

function panelOf({ reason, error }: BlockedRoomProps['screen'], t: Translate, language: Language) {
  if (reason === 'kicked' || reason === 'banned') {
    const details = error?.detailsOf(reason) ?? null;
    return { icon: <LockIcon size={36} />, restart: null, ...exclusionTexts(reason, details, t, language) };
  }
  const { icon, title, text, restart } = blocks[reason];
  const sentence = text ? t(text) : describeError(error?.code ?? 'internal', language);
  return { icon, restart, title: t(title), text: sentence };
}
