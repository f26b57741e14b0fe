import type { RoomAccess } from '@lianmai/shared';
import { hrefOf } from '../../app/Router.tsx';
import { pathOf } from '../../app/routes.ts';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useStore } from '../../ui/useStore.ts';
import { AccessSwitch } from '../access/AccessSwitch.tsx';
import { InvitationLink } from '../access/InvitationLink.tsx';

interface ShareSectionProps {
  client: LiveClient;
  roomId: string;
  onError: (cause: unknown) => void;
}

/** Where to send people during a show, and who may come. */
export function ShareSection({ client, roomId, onError }: ShareSectionProps) {
  const { t } = useI18n();
  const { rest } = useServices();
  const toast = useToast();
  const { room } = useStore(client.room);
  const access = room?.access ?? 'public';
  const change = (wanted: RoomAccess) => {
    rest
      .updateRoom(roomId, { access: wanted })
      .then(() => toast(t(wanted === 'private' ? 'access.nowPrivate' : 'access.nowPublic')), onError);
  };
  return (
    <section className="live-panel__section" aria-label={t('studio.shareLink')} data-access={access}>
      {access === 'private' ? (
        <InvitationLink roomId={roomId} onError={onError} />
      ) : (
        <>
          <CopyField
            label={t('studio.shareLink')}
            value={location.origin + pathOf({ page: 'room', roomId })}
            testId="studio-share-link"
          />
          <div className="live-panel__row">
            <p className="field__hint">{t('studio.shareHint')}</p>
            <a
              className={buttonClass('quiet')}
              href={hrefOf({ page: 'room', roomId })}
              target="_blank"
              rel="noreferrer"
              data-testid="studio-open-room"
            >
              {t('studio.openRoom')}
            </a>
          </div>
        </>
      )}
      <AccessSwitch access={access} isLive onChange={change} />
    </section>
  );
}
