import { useEffect, useRef } from 'react';
import { type PlainKey, useI18n } from '../../../i18n/index.ts';
import { useToast } from '../../../ui/Toasts.tsx';
import type { RoomStage } from './useRoomStage.ts';

const answers = { accepted: null, refused: 'stage.refused', expired: 'stage.applicationExpired' } as const;

/** Says what hosts did about oneself: it happens while one looks at the show, not at the buttons. */
export function useGuestToasts(stage: RoomStage | null): void {
  const { t } = useI18n();
  const toast = useToast();
  const client = stage?.client ?? null;
  const ownSeat = useRef<number | null>(null);
  useEffect(() => {
    if (!client) return;
    const say = (key: PlainKey, tone: 'plain' | 'error' = 'plain') => toast(t(key), tone);
    const stops = [
      client.on('applicationAnswered', ({ answer }) => {
        const key = answers[answer];
        if (key) say(key);
      }),
      client.on('seatsChanged', ({ data: { change, seats } }) => {
        const before = ownSeat.current;
        ownSeat.current = client.mySeat.getSnapshot()?.seat ?? null;
        if (change === 'taken_off' && before !== null && ownSeat.current === null)
          say('stage.takenOff', 'error');
        const isMine = seats.some(({ seat }) => seat === ownSeat.current);
        if (!isMine) return;
        if (change === 'on_air') say('stage.nowOnAir');
        else if (change === 'cut') say('stage.cut', 'error');
        else if (change === 'muted') say('stage.mutedByHost', 'error');
        else if (change === 'unmuted') say('stage.unmutedByHost');
        else if (change === 'video_refused') say('stage.videoRefused', 'error');
        else if (change === 'video_allowed') say('stage.videoAllowed');
      }),
    ];
    ownSeat.current = client.mySeat.getSnapshot()?.seat ?? null;
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, t, toast]);
}
