import type { Me } from '@lianmai/shared';
import { useRef, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useIdentity } from '../identity/useIdentity.ts';
import { AvatarDialog } from './AvatarDialog.tsx';
import { readPicture } from './renderAvatar.ts';

/** Face, name and since when; an account's face can be changed. */
export function PictureSection({ me, onChanged }: { me: Me; onChanged: (me: Me) => void }) {
  const { t, language, formats } = useI18n();
  const { identity } = useServices();
  const toast = useToast();
  const input = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const user = useIdentity()?.user ?? me.user;
  const fail = (cause: unknown) => toast(describeError(LiveError.from(cause).code, language), 'error');

  const choose = async (file: File | undefined) => {
    if (input.current) input.current.value = '';
    if (file) setPicture(await readPicture(file));
  };
  const remove = async () => onChanged(await identity.updateMe({ avatarUrl: null }));
  const close = () => {
    picture?.close();
    setPicture(null);
  };

  return (
    <section className="profile__card profile__head">
      <Avatar user={user} size={88} />
      <div className="profile__who">
        <h2 className="profile__name truncate" data-testid="profile-name">
          {user.name}
        </h2>
        <p className="profile__facts">
          {me.account && <span data-testid="profile-account">@{me.account}</span>}
          {me.kind === 'guest' && <span>{t('account.guest')}</span>}
          {me.kind === 'external' && <span>{t('profile.external')}</span>}
          {me.isOperator && <span className="profile__badge">{t('profile.operator')}</span>}
        </p>
        <p className="profile__text">{t('profile.memberSince', { date: formats.date(me.createdAt) })}</p>
      </div>
      {(me.kind === 'account' || me.kind === 'host') && (
        <div className="profile__picture-actions">
          <input
            ref={input}
            className="visually-hidden"
            type="file"
            accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
            tabIndex={-1}
            aria-label={t('profile.picture')}
            data-testid="profile-picture-file"
            onChange={(event) => void choose(event.target.files?.[0]).catch(fail)}
          />
          <Button onClick={() => input.current?.click()} data-testid="profile-picture-change">
            {t('profile.changePicture')}
          </Button>
          {user.avatarUrl && (
            <Button
              look="quiet"
              onClick={() => void remove().catch(fail)}
              data-testid="profile-picture-remove"
            >
              {t('profile.removePicture')}
            </Button>
          )}
        </div>
      )}
      {picture && (
        <AvatarDialog
          picture={picture}
          onClose={close}
          onSaved={() => {
            close();
            toast(t('profile.saved'));
          }}
        />
      )}
    </section>
  );
}
