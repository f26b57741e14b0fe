import { useEffect, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { describeError, LiveError } from '../../sdk/index.ts';
import { SwitchField } from '../../ui/fields.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useStore } from '../../ui/useStore.ts';
import { useIdentity } from '../identity/useIdentity.ts';

/** Whether this browser says it when no page is open. */
export function PushSwitch() {
  const { t, language } = useI18n();
  const { push } = useServices();
  const toast = useToast();
  const state = useStore(push.state);
  const userId = useIdentity()?.user.id;
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    if (userId !== undefined) void push.sync(language).catch(() => undefined);
  }, [push, userId, language]);

  const change = async (isOn: boolean) => {
    setBusy(true);
    try {
      if (isOn) await push.enable(language);
      else await push.disable();
    } catch (cause) {
      toast(describeError(LiveError.from(cause).code, language), 'error');
    } finally {
      setBusy(false);
    }
  };

  if (state === 'unsupported' || state === 'denied') {
    return (
      <p className="push-note" data-testid="push-unavailable" data-state={state}>
        <strong>{t('notice.pushTitle')}</strong>
        {t(state === 'denied' ? 'notice.pushDenied' : 'notice.pushUnsupported')}
      </p>
    );
  }
  return (
    <SwitchField
      label={t('notice.pushTitle')}
      hint={t('notice.pushHint')}
      isOn={state === 'on'}
      onChange={(isOn) => {
        if (!isBusy) void change(isOn);
      }}
      testId="push-switch"
    />
  );
}
