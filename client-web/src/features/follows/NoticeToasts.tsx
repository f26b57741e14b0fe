import { useEffect } from 'react';
import { useNavigation } from '../../app/Router.tsx';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useIdentity } from '../identity/useIdentity.ts';
import { sayNotice } from './NoticeBell.tsx';

/** Watches what the present person is told for as long as the page is open, and says what comes in. Draws nothing. */
export function NoticeToasts() {
  const { t, language } = useI18n();
  const { notices, push } = useServices();
  const { route, navigate } = useNavigation();
  const toast = useToast();
  const userId = useIdentity()?.user.id;
  const shownRoomId = route.page === 'room' || route.page === 'studio' ? route.roomId : null;

  useEffect(() => {
    if (userId === undefined) return;
    notices.start();
    // The service worker hears of a push message first.
    const onMessage = ({ data }: MessageEvent<unknown>) => {
      if (isNoticeMessage(data)) void notices.refresh();
    };
    navigator.serviceWorker?.addEventListener('message', onMessage);
    return () => {
      notices.stop();
      navigator.serviceWorker?.removeEventListener('message', onMessage);
    };
  }, [notices, userId]);

  // A subscription that this browser has belongs to whoever uses it now.
  useEffect(() => {
    if (userId !== undefined) void push.sync(language).catch(() => undefined);
  }, [push, userId, language]);

  useEffect(
    () =>
      notices.on('arrived', (arrived) => {
        for (const notice of arrived) {
          // Who is in the room sees it themselves.
          if (notice.roomId === shownRoomId) continue;
          const watch = () => navigate({ page: 'room', roomId: notice.roomId });
          const action =
            notice.kind === 'wentLive' ? { label: t('notice.watch'), onPress: watch } : undefined;
          toast(sayNotice(notice, t), 'plain', action);
        }
      }),
    [notices, toast, navigate, shownRoomId, t],
  );
  return null;
}

function isNoticeMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'lianmai.notice';
}
