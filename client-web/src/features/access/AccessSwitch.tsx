import type { RoomAccess } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { SwitchField } from '../../ui/fields.tsx';

interface AccessSwitchProps {
  access: RoomAccess;
  /** People are inside, who would be sent out: asks before it closes the door. */
  isLive: boolean;
  onChange: (access: RoomAccess) => void;
}

/** For everybody, or for who was invited. */
export function AccessSwitch({ access, isLive, onChange }: AccessSwitchProps) {
  const { t } = useI18n();
  const [isAsking, setAsking] = useState(false);
  const change = (isPrivate: boolean) => {
    if (isPrivate && isLive) setAsking(true);
    else onChange(isPrivate ? 'private' : 'public');
  };
  return (
    <>
      <SwitchField
        label={t('access.switch')}
        hint={t('access.switchHint')}
        isOn={access === 'private'}
        onChange={change}
        testId="room-private"
      />
      {isAsking && (
        <ConfirmDialog
          title={t('access.confirmTitle')}
          text={t('access.confirmText')}
          confirm={t('access.confirm')}
          testId="room-private"
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            onChange('private');
          }}
        />
      )}
    </>
  );
}
