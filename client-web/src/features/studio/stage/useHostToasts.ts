import type { SeatInvitation } from '@lianmai/shared';
import { useEffect, useRef } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { useToast } from '../../../ui/Toasts.tsx';
import type { StudioStage } from './useStudioStage.ts';

/** Server and browser do not know the time alike to the millisecond. */
const expirySlackMs = 500;

/** Says who asks for something, and who does not come: the host looks at the audience, not at the list. */
export function useHostToasts(stage: StudioStage, onOpenStage: (() => void) | null): void {
  const { t } = useI18n();
  const toast = useToast();
  const { client, run, serverNow } = stage;
  const known = useRef(new Set(stage.backstage.applications.map(({ applicationId }) => applicationId)));
  /** By seat: that its time is over is told before or after the invitation is gone. */
  const invited = useRef(new Map<number, SeatInvitation>());
  const open = useRef(onOpenStage);
  open.current = onOpenStage;

  useEffect(() => {
    for (const { applicationId, user } of stage.backstage.applications) {
      if (known.current.has(applicationId)) continue;
      known.current.add(applicationId);
      const act = open.current;
      const action = act ? { label: t('host.open'), onPress: act } : undefined;
      toast(t('host.newApplication', { name: user.name }), 'plain', action);
    }
  }, [stage.backstage.applications, t, toast]);

  useEffect(() => {
    for (const invitation of stage.backstage.invitations) invited.current.set(invitation.seat, invitation);
  }, [stage.backstage.invitations]);

  useEffect(() => {
    const stops = [
      client.on('seatsChanged', ({ data: { change, seats } }) => {
        if (change !== 'reservation_ended') return;
        for (const invitation of seats.map(({ seat }) => invited.current.get(seat))) {
          if (!invitation || isOnStage(client, invitation.user.id)) continue;
          const isExpired = serverNow() >= invitation.expiresAtMs - expirySlackMs;
          const key = isExpired ? 'host.invitationExpired' : 'host.invitationDeclined';
          toast(t(key, { name: invitation.user.name }));
        }
      }),
      client.on('unmuteAsked', ({ seat, source }) => {
        const view = client.room.getSnapshot().stage.seats.find((one) => one.seat === seat);
        if (view?.state !== 'taken') return;
        const key = source === 'camera' ? 'host.cameraAsked' : 'host.unmuteAsked';
        toast(t(key, { name: view.occupant.user.name }), 'plain', {
          label: t('host.allow'),
          onPress: () => run(client.stage.unmute(seat, source)),
        });
      }),
      client.on('pkAnswered', ({ answer }) => {
        if (answer === 'declined') toast(t('pk.declined'));
        if (answer === 'expired') toast(t('pk.expired'));
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, run, serverNow, t, toast]);
}

function isOnStage(client: LiveClient, userId: string): boolean {
  const { seats } = client.room.getSnapshot().stage;
  return seats.some((view) => view.state === 'taken' && view.occupant.user.id === userId);
}
