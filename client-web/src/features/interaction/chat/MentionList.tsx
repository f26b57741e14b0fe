import type { UserRef } from '@lianmai/shared';
import { useI18n } from '../../../i18n/index.ts';
import { Avatar } from '../../../ui/Avatar.tsx';

interface MentionListProps {
  id: string;
  people: readonly UserRef[];
  active: number;
  onChoose: (user: UserRef) => void;
}

/** Whom the `@…` that is being typed may mean. The keyboard stays in the field. */
export function MentionList({ id, people, active, onChoose }: MentionListProps) {
  const { t } = useI18n();
  return (
    <div
      className="mentions"
      role="listbox"
      id={id}
      aria-label={t('chat.mention')}
      data-testid="chat-mentions"
    >
      {people.map((user, index) => (
        <button
          key={user.id}
          type="button"
          role="option"
          id={`${id}-${index}`}
          className="mentions__item"
          aria-selected={index === active}
          tabIndex={-1}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(user)}
        >
          <Avatar user={user} size={28} />
          <bdi className="truncate">{user.name}</bdi>
        </button>
      ))}
    </div>
  );
}
