import type { Role } from '@lianmai/shared';
import { useI18n } from '../../../i18n/index.ts';

/** What somebody is here, where that is more than a viewer. */
export function Badges({ role, giverRank }: { role: Role; giverRank: number | null }) {
  const { t } = useI18n();
  return (
    <>
      {role !== 'viewer' && <span className={`badge badge--${role}`}>{t(`badge.${role}`)}</span>}
      {giverRank !== null && (
        <span className={`badge badge--giver badge--giver-${giverRank}`}>
          {t('badge.giver', { rank: giverRank })}
        </span>
      )}
    </>
  );
}
