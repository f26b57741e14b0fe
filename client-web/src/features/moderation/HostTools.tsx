import { useCallback, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { describeError, type LiveClient, LiveError } from '../../sdk/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { StageIcon } from '../../ui/icons/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useStore } from '../../ui/useStore.ts';
import type { PartContext } from '../interaction/parts.tsx';
import { peopleInGreenRoom, peopleInPicture } from '../stage/people.ts';
import { StagePanel } from '../studio/stage/StagePanel.tsx';
import { useHostToasts } from '../studio/stage/useHostToasts.ts';
import type { StudioStage } from '../studio/stage/useStudioStage.ts';
import { ModerationButton } from './ModerationButton.tsx';
import '../studio/stage/host.css';
import '../studio/stage/green-room.css';
import './moderation.css';

/** For moderators and operators in the room page: the stage and the order of the room. Nothing for anybody else. */
export function HostTools({ context }: { context: PartContext }) {
  const { may } = useStore(context.client.room);
  return may.moderate ? <Tools context={context} /> : null;
}

function Tools({ context }: { context: PartContext }) {
  const { client, roomId, room } = context;
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  const stage = useHostStage(client);
  const isLive = room?.status === 'live';
  const waiting = stage.backstage.applications.length;
  useHostToasts(stage, () => setOpen(true));
  return (
    <section className="host-tools" aria-label={t('moderation.title')} data-testid="host-tools">
      {isLive && (
        <Button
          isWide
          icon={<StageIcon size={18} />}
          aria-haspopup="dialog"
          data-testid="host-tools-stage"
          data-waiting={waiting}
          onClick={() => setOpen(true)}
        >
          {t('moderation.stage')}
          {waiting > 0 && <span className="count">{waiting}</span>}
        </Button>
      )}
      <ModerationButton context={context} />
      {isOpen && isLive && (
        <Dialog title={t('host.stage')} testId="host-stage-sheet" onClose={() => setOpen(false)}>
          <StagePanel stage={stage} roomId={roomId} isSheet />
        </Dialog>
      )}
    </section>
  );
}

/** The stage as a host sees it who is not on it. */
function useHostStage(client: LiveClient): StudioStage {
  const { language } = useI18n();
  const toast = useToast();
  const roomState = useStore(client.room);
  const backstage = useStore(client.backstage);
  const users = useStore(client.subscriber.users);
  const { room, stage, pk, role, clockOffsetMs } = roomState;
  const people = peopleInPicture(roomState, users, null);
  const serverNow = useCallback(() => Date.now() + clockOffsetMs, [clockOffsetMs]);
  const run = useCallback(
    (action: Promise<unknown>) =>
      void action.catch((cause: unknown) =>
        toast(describeError(LiveError.from(cause).code, language), 'error'),
      ),
    [toast, language],
  );
  return {
    client,
    rights: role === 'moderator' ? 'moderator' : 'owner',
    room,
    stage,
    pk,
    backstage,
    people,
    greenRoom: peopleInGreenRoom(roomState, backstage.previews, users),
    guests: people.filter((person) => person.role === 'coHost'),
    serverNow,
    run,
  };
}
