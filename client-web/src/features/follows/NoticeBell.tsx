import type { UserNotice } from '@lianmai/shared';
import { useState } from 'react';
import { Link } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { type Translate, useI18n } from '../../i18n/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { BellIcon } from '../../ui/icons/index.ts';
import { Popover } from '../../ui/Popover.tsx';
import { useStore } from '../../ui/useStore.ts';
import { useIdentity } from '../identity/useIdentity.ts';
import './follows.css';

/** What one was told; a dot while there is something new. Not there for nobody: there is nothing to tell them. */
export function NoticeBell() {
  const { t } = useI18n();
  const { notices: feed } = useServices();
  const me = useIdentity();
  const { notices, unreadCount } = useStore(feed.list);
  const [isOpen, setOpen] = useState(false);
  if (!me) return null;
  const open = (next: boolean) => {
    setOpen(next);
    // What was shown has been seen when it is closed again, or at once: the dot has done its work.
    if (next) void feed.markRead().catch(() => undefined);
  };
  return (
    <Popover
      label={unreadCount > 0 ? t('notice.unread', { count: unreadCount }) : t('notice.title')}
      triggerClass="icon-button notice-bell"
      testId="notice-bell"
      isOpen={isOpen}
      onOpen={open}
      trigger={
        <>
          <BellIcon />
          {unreadCount > 0 && (
            <span className="notice-bell__count tabular" aria-hidden="true" data-testid="notice-count">
              {unreadCount > 9 ? '9+' : unreadCount}
            </span>
          )}
        </>
      }
    >
      <div className="notices" data-testid="notices">
        <h2 className="notices__title">{t('notice.title')}</h2>
        {notices.length === 0 ? (
          <div className="notices__empty" data-testid="notices-empty">
            <p className="notices__empty-title">{t('notice.emptyTitle')}</p>
            <p>{t('notice.emptyText')}</p>
          </div>
        ) : (
          <ul className="notices__list">
            {notices.map((notice) => (
              <li key={notice.id}>
                <NoticeLine notice={notice} onPress={() => setOpen(false)} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Popover>
  );
}

function NoticeLine({ notice, onPress }: { notice: UserNotice; onPress: () => void }) {
  const { t, formats } = useI18n();
  return (
    // A press anywhere in it leads to the room; the panel has done its work then.
    // biome-ignore lint/a11y/noStaticElementInteractions: the link inside takes the keyboard
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div onClick={onPress}>
      <Link
        to={{ page: 'room', roomId: notice.roomId }}
        className="notice-line"
        data-testid="notice"
        data-kind={notice.kind}
        data-room-id={notice.roomId}
      >
        <Avatar user={notice.anchor} size={40} />
        <span className="notice-line__text">
          <span className="notice-line__what">{sayNotice(notice, t)}</span>
          <span className="notice-line__title truncate">{notice.title}</span>
        </span>
        <span className="notice-line__ago">{formats.ago(notice.at, Date.now())}</span>
      </Link>
    </div>
  );
}

export function sayNotice({ kind, anchor: { name }, scheduleId }: UserNotice, t: Translate): string {
  if (kind === 'showCancelled') return t('notice.showCancelled', { name });
  return scheduleId === null ? t('notice.wentLive', { name }) : t('notice.showBegan', { name });
}
