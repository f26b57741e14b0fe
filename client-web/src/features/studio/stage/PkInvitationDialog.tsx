import { useI18n } from '../../../i18n/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Countdown } from '../../../ui/Countdown.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PkIcon } from '../../../ui/icons/index.ts';
import type { StudioStage } from './useStudioStage.ts';

/** Another anchor asks for a PK. Shown until it is answered or expires. */
export function PkInvitationDialog({ stage, roomId }: { stage: StudioStage; roomId: string }) {
  const { t, formats } = useI18n();
  const { client, run, backstage, serverNow, pk } = stage;
  const invitation = backstage.pkInvitations.find(({ to }) => to.roomId === roomId);
  if (!invitation || pk) return null;
  const { pkId, from, durationMs, expiresAtMs } = invitation;
  const decline = () => run(client.pk.decline(pkId));
  return (
    <Dialog
      key={pkId}
      title={t('pk.invitedTitle')}
      testId="pk-invitation"
      onClose={decline}
      actions={
        <>
          <Button look="quiet" isLarge data-testid="pk-decline" onClick={decline}>
            {t('pk.decline')}
          </Button>
          <Button
            look="primary"
            isLarge
            icon={<PkIcon size={20} />}
            data-testid="pk-accept"
            onClick={() => run(client.pk.accept(pkId))}
          >
            {t('pk.accept')}
          </Button>
        </>
      }
    >
      <div className="invitation">
        <Countdown untilMs={expiresAtMs} now={serverNow}>
          <Avatar user={from.anchor} size={76} />
        </Countdown>
        <p className="invitation__text">
          {t('pk.invitedText', {
            name: from.anchor.name,
            minutes: formats.compact(Math.max(0.1, durationMs / 60_000)),
          })}
        </p>
      </div>
    </Dialog>
  );
}
