import { useEffect, useRef } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { useToast } from '../../../ui/Toasts.tsx';
import { type OwnSeat, seatNews } from './seatNews.ts';
import type { RoomStage } from './useRoomStage.ts';

const answers = { accepted: null, refused: 'stage.refused', expired: 'stage.applicationExpired' } as const;

/** Says what hosts did about oneself: it happens while one looks at the show, not at the buttons. */
export function useGuestToasts(stage: RoomStage | null): void {
  const { t } = useI18n();
  const toast = useToast();
  const client = stage?.client ?? null;
  const ownSeat = useRef<OwnSeat | null>(null);
  useEffect(() => {
    if (!client) return;
    const stops = [
      client.on('applicationAnswered', ({ answer }) => {
        const key = answers[answer];
        if (key) toast(t(key));
      }),
      client.on('seatsChanged', ({ data: { change, seats } }) => {
        const before = ownSeat.current;
        const now = seatOf(client);
        ownSeat.current = now;
        if (!seats.some(({ seat }) => seat === (now ?? before)?.seat)) return;
        const news = seatNews(change, before, now);
        if (news) toast(t(news.key), news.tone);
      }),
      client.on('roomReset', () => {
        const before = ownSeat.current;
        ownSeat.current = seatOf(client);
        const isLive = client.room.getSnapshot().room?.status === 'live';
        if (before && !ownSeat.current && isLive) toast(t('stage.seatLost'), 'error');
      }),
    ];
    ownSeat.current = seatOf(client);
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, t, toast]);
}

function seatOf(client: LiveClient): OwnSeat | null {
  const view = client.mySeat.getSnapshot();
  return view?.state === 'taken' ? view : null;
}
