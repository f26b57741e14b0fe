import { useEffect, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { describeError, LiveError } from '../../../sdk/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Countdown } from '../../../ui/Countdown.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorBanner } from '../../../ui/ErrorBanner.tsx';
import { CameraIcon, MicIcon } from '../../../ui/icons/index.ts';
import type { RoomStage } from './useRoomStage.ts';

/** A host asks one on stage. Shown until it is answered or expires. */
export function InvitationDialog({ stage }: { stage: RoomStage }) {
  const { invitation } = stage;
  if (!invitation || stage.seat) return null;
  return <Invitation key={invitation.invitationId} stage={stage} invitation={invitation} />;
}

interface InvitationProps {
  stage: RoomStage;
  invitation: NonNullable<RoomStage['invitation']>;
}

function Invitation({ stage, invitation }: InvitationProps) {
  const { t, language } = useI18n();
  const { guest, onError, client } = stage;
  const [busy, setBusy] = useState<'video' | 'audio' | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { invitationId, invitedBy, seat, expiresAtMs } = invitation;
  const allowsVideo = stage.stage.seats.find((one) => one.seat === seat)?.allowsVideo !== false;
  // An invitation that is gone leaves no camera open.
  useEffect(() => () => guest.letGo(), [guest]);

  const accept = async (withVideo: boolean) => {
    setBusy(withVideo ? 'video' : 'audio');
    setError(null);
    try {
      await guest.acceptInvitation(invitationId, withVideo);
    } catch (cause) {
      setError(describeError(LiveError.from(cause).code, language));
      setBusy(null);
    }
  };
  const decline = () => void client.stage.declineInvitation(invitationId).catch(onError);

  return (
    <Dialog
      title={t('stage.invitedTitle')}
      testId="stage-invitation"
      onClose={decline}
      actions={
        <>
          {allowsVideo && (
            <Button
              look="primary"
              isLarge
              isBusy={busy === 'video'}
              disabled={busy !== null}
              icon={<CameraIcon size={20} />}
              data-testid="stage-invitation-accept"
              onClick={() => void accept(true)}
            >
              {t('stage.acceptVideo')}
            </Button>
          )}
          <Button
            look={allowsVideo ? 'plain' : 'primary'}
            isLarge
            isBusy={busy === 'audio'}
            disabled={busy !== null}
            icon={<MicIcon size={20} />}
            data-testid="stage-invitation-accept-audio"
            onClick={() => void accept(false)}
          >
            {t('stage.acceptAudio')}
          </Button>
          <Button
            look="quiet"
            disabled={busy !== null}
            data-testid="stage-invitation-decline"
            onClick={decline}
          >
            {t('stage.decline')}
          </Button>
        </>
      }
    >
      <div className="invitation">
        <Countdown untilMs={expiresAtMs} now={stage.serverNow}>
          <Avatar user={invitedBy} size={76} />
        </Countdown>
        <p className="invitation__text">{t('stage.invitedText', { name: invitedBy.name, seat })}</p>
        <ErrorBanner>{error}</ErrorBanner>
      </div>
    </Dialog>
  );
}
