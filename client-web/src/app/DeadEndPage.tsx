import type { ComponentProps } from 'react';
import { useI18n } from '../i18n/index.ts';
import { buttonClass } from '../ui/Button.tsx';
import { StatePanel } from '../ui/StatePanel.tsx';
import { Link } from './Router.tsx';
import { StatePage } from './StatePage.tsx';

/** The page of what is not there, or not for whoever asked: says so, and leads to the lobby. */
export function DeadEndPage(panel: Omit<ComponentProps<typeof StatePanel>, 'heading' | 'children'>) {
  const { t } = useI18n();
  return (
    <StatePage>
      <StatePanel {...panel} heading="h1">
        <Link to={{ page: 'lobby' }} className={buttonClass('primary')}>
          {t('common.toLobby')}
        </Link>
      </StatePanel>
    </StatePage>
  );
}
