import { useEffect, useState } from 'react';
import { Link } from '../../app/Router.tsx';
import { StatePage } from '../../app/StatePage.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { LockIcon, UnpluggedIcon } from '../../ui/icons/index.ts';
import { Logo } from '../../ui/Logo.tsx';
import { type PublishSupport, publishSupport } from '../../ui/mediaSupport.ts';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { findSecureAddress } from '../devices/secureAddress.ts';
import { AccountForms, type AccountView } from '../identity/AccountDialog.tsx';
import { useIdentity } from '../identity/useIdentity.ts';
import { useServerInfo } from '../identity/useServerInfo.ts';
import { StudioGate } from './StudioGate.tsx';
import './studio.css';
import './encoder/encoder.css';
import './on-air.css';
import './sign-in.css';
import './stage/green-room.css';
import './stage/host.css';
import './stage/host-picture.css';

/** What stands before a studio: a browser that can go live, or an encoder beside it, and a name. */
export function StudioPage({ roomId }: { roomId: string | null }) {
  const [support] = useState(publishSupport);
  const [usesEncoder, setUsesEncoder] = useState(false);
  const me = useIdentity();
  if (support !== 'ok' && !(support === 'insecure' && usesEncoder))
    return <CannotPublish support={support} onUseEncoder={() => setUsesEncoder(true)} />;
  if (!me || (me.kind === 'guest' && !me.isNameChosen)) return <SignIn />;
  return <StudioGate key={me.user.id} user={me.user} roomId={roomId} />;
}

function SignIn() {
  const { t } = useI18n();
  const info = useServerInfo();
  const [chosen, setChosen] = useState<AccountView | null>(null);
  const suggested = info?.areGuestsAllowed === false ? 'signIn' : 'guest';
  return (
    <StatePage>
      <div className="sign-in" data-testid="guest-sign-in">
        <span className="sign-in__mark">
          <Logo size={52} />
        </span>
        <h1 className="sign-in__title">{t('guest.title')}</h1>
        <AccountForms view={chosen ?? suggested} onView={setChosen} onDone={() => undefined} />
      </div>
    </StatePage>
  );
}

interface CannotPublishProps {
  support: Exclude<PublishSupport, 'ok'>;
  /** It needs no camera of this page. */
  onUseEncoder: () => void;
}

function CannotPublish({ support, onUseEncoder }: CannotPublishProps) {
  const { t } = useI18n();
  return (
    <StatePage>
      {support === 'insecure' ? (
        <InsecureAddress onUseEncoder={onUseEncoder} />
      ) : (
        <StatePanel
          icon={<UnpluggedIcon size={36} />}
          tone="warn"
          heading="h1"
          title={t('device.unsupportedTitle')}
          text={t('device.unsupportedText')}
          testId="studio-unsupported"
        >
          <Link to={{ page: 'lobby' }} className={buttonClass()} data-testid="studio-to-lobby">
            {t('common.toLobby')}
          </Link>
        </StatePanel>
      )}
    </StatePage>
  );
}

function InsecureAddress({ onUseEncoder }: Pick<CannotPublishProps, 'onUseEncoder'>) {
  const { t } = useI18n();
  const [address, setAddress] = useState<string | null | 'searching'>('searching');
  useEffect(() => {
    const leaving = new AbortController();
    void findSecureAddress(leaving.signal).then((found) => {
      if (!leaving.signal.aborted) setAddress(found);
    });
    return () => leaving.abort();
  }, []);
  return (
    <StatePanel
      icon={<LockIcon size={36} />}
      tone="link"
      heading="h1"
      title={t('device.insecureTitle')}
      text={t(address === null ? 'device.insecureNone' : 'device.insecureText')}
      testId="studio-insecure"
    >
      {address && address !== 'searching' && (
        <a className="button button--primary button--large" href={address} data-testid="studio-secure-link">
          {t('device.insecureOpen')}
        </a>
      )}
      <Button isLarge onClick={onUseEncoder} data-testid="studio-with-encoder">
        {t('encoder.instead')}
      </Button>
    </StatePanel>
  );
}
