import { useEffect, useRef } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { useToast } from '../../../ui/Toasts.tsx';
import type { StudioStage } from './useStudioStage.ts';

/** Says who asks for something: the host looks at the audience, not at the list. */
export function useHostToasts(stage: StudioStage, onOpenStage: (() => void) | null): void {
  const { t } = useI18n();
  const toast = useToast();
  const { client, run } = stage;
  const known = useRef(new Set(stage.backstage.applications.map(({ applicationId }) => applicationId)));
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
    const stops = [
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
  }, [client, run, t, toast]);
}
