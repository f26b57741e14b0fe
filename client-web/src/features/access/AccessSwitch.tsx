import type { RoomAccess } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
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
        <Dialog
          title={t('access.confirmTitle')}
          text={t('access.confirmText')}
          testId="room-private-dialog"
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)} data-testid="room-private-cancel">
                {t('access.cancel')}
              </Button>
              <Button
                look="primary"
                data-testid="room-private-confirm"
                onClick={() => {
                  setAsking(false);
                  onChange('private');
                }}
              >
                {t('access.confirm')}
              </Button>
            </>
          }
        />
      )}
    </>
  );
}
