import type { ReactNode } from 'react';
import { NoticeBell } from '../features/follows/NoticeBell.tsx';
import { IdentityButton } from '../features/identity/IdentityButton.tsx';
import { OperatorLink } from '../features/operator/OperatorLink.tsx';
import { useI18n } from '../i18n/index.ts';
import { Logo } from '../ui/Logo.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { Link } from './Router.tsx';

/** Brand, what the page adds (`children`), language and guest. */
export function Header({ children }: { children?: ReactNode }) {
  const { t } = useI18n();
  return (
    <header className="header">
      <Link
        to={{ page: 'lobby' }}
        className="header__brand"
        aria-label={`${t('app.name')} · ${t('app.home')}`}
      >
        <Logo />
        <span className="header__name">
          Lianmai <span lang="zh-CN">连麦</span>
        </span>
      </Link>
      <div className="header__end">
        {children}
        <OperatorLink />
        <NoticeBell />
        <LanguageSwitch />
        <IdentityButton />
      </div>
    </header>
  );
}
