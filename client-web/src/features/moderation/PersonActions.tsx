import type { SanctionKind, UserRef } from '@lianmai/shared';
import { type ReactNode, useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useStore } from '../../ui/useStore.ts';
import type { PartContext } from '../interaction/parts.tsx';
import { ReportDialog } from './ReportDialog.tsx';
import { SanctionDialog } from './SanctionDialog.tsx';
import { useAct } from './useAct.ts';
import { useLoaded } from './useLoaded.ts';
import { useModerationRest } from './useModerationRest.ts';
import './moderation.css';

interface PersonActionsProps {
  user: UserRef;
  context: PartContext;
  /** Shuts the menu that these stand in. */
  close: () => void;
  /** What they have written, where that is what was pressed: then it is reported. */
  messageId?: string;
}

/** What one may do about somebody, as rows of a menu: everybody may report, those who keep order may more. */
export function PersonActions({ user, context, close, messageId }: PersonActionsProps) {
  const { client, room } = context;
  const { t } = useI18n();
  const { may, role } = useStore(client.room);
  const [open, setOpen] = useState<SanctionKind | 'report' | null>(null);
  const isAnchor = user.id === room?.anchor.id;
  const isOperator = role === 'operator';
  const mayJudge = may.moderate && (!isAnchor || isOperator);
  return (
    <>
      <Row testId="person-report" onPress={() => setOpen('report')}>
        {t('moderation.report')}
      </Row>
      {mayJudge && (
        <>
          {(role === 'anchor' || isOperator) && !isAnchor && (
            <ModeratorRow user={user} context={context} close={close} />
          )}
          <Row testId="person-mute" onPress={() => setOpen('mute')}>
            {t('moderation.mute')}
          </Row>
          <Row isDangerous testId="person-kick" onPress={() => setOpen('kick')}>
            {t('moderation.kick')}
          </Row>
          <Row isDangerous testId="person-ban" onPress={() => setOpen('ban')}>
            {t('moderation.ban')}
          </Row>
        </>
      )}
      {open === 'report' && (
        <ReportDialog
          subject={messageId ? { type: 'message', messageId } : { type: 'user', userId: user.id }}
          name={user.name}
          client={client}
          onClose={() => setOpen(null)}
          onDone={close}
        />
      )}
      {open !== null && open !== 'report' && (
        <SanctionDialog
          kind={open}
          user={user}
          client={client}
          isOperator={isOperator}
          isLive={room?.status === 'live'}
          onClose={() => setOpen(null)}
          onDone={close}
        />
      )}
    </>
  );
}

function ModeratorRow({ user, context, close }: PersonActionsProps) {
  const { client, roomId } = context;
  const { t } = useI18n();
  const toast = useToast();
  const rest = useModerationRest();
  const { act } = useAct();
  const [moderators] = useLoaded((signal) => rest.moderators(roomId, signal));
  const isModerator = moderators.phase === 'ready' && moderators.value.some((one) => one.user.id === user.id);
  const change = () =>
    act(async () => {
      await client.moderation.setModerator(user.id, !isModerator);
      const result = isModerator ? 'moderation.isNoModerator' : 'moderation.isModerator';
      toast(t(result, { name: user.name }));
      close();
    });
  return (
    <Row
      testId={isModerator ? 'person-drop-moderator' : 'person-make-moderator'}
      isDisabled={moderators.phase === 'loading'}
      onPress={() => void change()}
    >
      {t(isModerator ? 'moderation.dropModerator' : 'moderation.makeModerator')}
    </Row>
  );
}

interface RowProps {
  testId: string;
  isDangerous?: boolean;
  isDisabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}

function Row({ testId, isDangerous = false, isDisabled = false, onPress, children }: RowProps) {
  return (
    <button
      type="button"
      className={isDangerous ? 'menu-row menu-row--danger' : 'menu-row'}
      disabled={isDisabled}
      data-testid={testId}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
