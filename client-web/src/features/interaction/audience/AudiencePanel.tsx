import type { AudienceMember, UserRef } from '@lianmai/shared';
import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { FailurePanel } from '../../../ui/FailurePanel.tsx';
import { UsersIcon } from '../../../ui/icons/index.ts';
import { StatePanel } from '../../../ui/StatePanel.tsx';
import { useStore } from '../../../ui/useStore.ts';
import { useIdentity } from '../../identity/useIdentity.ts';
import { Badges } from '../chat/Badges.tsx';
import { type AudiencePages, useAudiencePages } from './useAudiencePages.ts';

interface AudiencePanelProps {
  client: LiveClient;
  /** Somebody else was pressed; without it nobody can be. */
  onPerson?: (user: UserRef) => void;
}

/** Who is watching: top givers of this show first, then moderators, then the newest. */
export function AudiencePanel({ client, onPerson }: AudiencePanelProps) {
  const { t, tCount, formats } = useI18n();
  const { viewerCount } = useStore(client.audience.digest);
  const pages = useAudiencePages(client);
  return (
    <section
      className="audience"
      aria-label={t('audience.title')}
      data-testid="audience"
      data-phase={pages.phase}
    >
      {viewerCount > 0 && (
        <p className="audience__count" data-testid="audience-count" data-count={viewerCount}>
          <UsersIcon size={16} />
          {tCount('audience.watching', viewerCount).replace(
            String(viewerCount),
            formats.compact(viewerCount),
          )}
        </p>
      )}
      <AudienceList pages={pages} isNobody={viewerCount === 0} onPerson={onPerson} />
    </section>
  );
}

interface AudienceListProps extends Pick<AudiencePanelProps, 'onPerson'> {
  pages: AudiencePages;
  isNobody: boolean;
}

function AudienceList({ pages, isNobody, onPerson }: AudienceListProps) {
  const { t, tCount } = useI18n();
  const ownId = useIdentity()?.user.id ?? null;
  const { phase, error, members, playerCount } = pages;
  if (phase === 'loading') return <AudienceSkeleton />;
  if (phase === 'failed' && error)
    return (
      <FailurePanel
        title={t('audience.failed')}
        code={error}
        onRetry={pages.retry}
        testId="audience-failed"
      />
    );
  if (members.length === 0 && isNobody)
    return (
      <StatePanel
        icon={<UsersIcon size={36} />}
        title={t('audience.empty')}
        text={t('audience.emptyText')}
        testId="audience-empty"
      />
    );
  return (
    <>
      <ol className="audience__list">
        {members.map((member, i) => (
          <Member
            key={member.user.id}
            member={member}
            rank={i + 1}
            isOwn={member.user.id === ownId}
            onPerson={onPerson}
          />
        ))}
      </ol>
      {pages.hasMore && (
        <Button
          look="quiet"
          isWide
          isBusy={pages.isLoadingMore}
          onClick={pages.loadMore}
          data-testid="audience-more"
        >
          {t('audience.more')}
        </Button>
      )}
      {playerCount > 0 && !pages.hasMore && (
        <p className="audience__unnamed" data-testid="audience-unnamed" data-count={playerCount}>
          {tCount('audience.unnamed', playerCount)}
        </p>
      )}
    </>
  );
}

interface MemberProps extends Pick<AudiencePanelProps, 'onPerson'> {
  member: AudienceMember;
  /** Place in the list, from 1. */
  rank: number;
  isOwn: boolean;
}

function Member({ member, rank, isOwn, onPerson }: MemberProps) {
  const { t, tCount, formats } = useI18n();
  const { user, role, contribution } = member;
  const isGiver = contribution > 0;
  return (
    <li
      className="audience__member"
      data-testid="audience-member"
      data-user={user.id}
      data-contribution={contribution}
    >
      {isGiver && (
        <span className="audience__rank tabular" data-rank={rank}>
          {rank}
        </span>
      )}
      <Avatar user={user} size={38} />
      {onPerson && !isOwn ? (
        <button
          type="button"
          className="audience__name audience__person truncate"
          onClick={() => onPerson(user)}
        >
          <bdi>{user.name}</bdi>
        </button>
      ) : (
        <span className="audience__name truncate">
          <bdi>{user.name}</bdi>
        </span>
      )}
      {isOwn && <span className="badge">{t('audience.you')}</span>}
      <Badges role={role} giverRank={null} />
      {isGiver && (
        <span className="audience__gave tabular" title={tCount('audience.gave', contribution)}>
          {formats.compact(contribution)}
          <span className="visually-hidden">{tCount('audience.gave', contribution)}</span>
        </span>
      )}
    </li>
  );
}

function AudienceSkeleton() {
  const { t } = useI18n();
  return (
    <div className="audience__list" role="status" aria-label={t('audience.loading')}>
      {[60, 44, 72, 52, 66].map((width) => (
        <span key={width} className="audience__member" aria-hidden="true">
          <span className="skeleton" style={{ width: 38, height: 38, borderRadius: '50%' }} />
          <span className="skeleton" style={{ width: `${width}%`, height: 14 }} />
        </span>
      ))}
    </div>
  );
}
