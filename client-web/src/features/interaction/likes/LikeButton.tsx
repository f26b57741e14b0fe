import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { HeartIcon } from '../../../ui/icons/index.ts';
import { useStore } from '../../../ui/useStore.ts';

interface LikeButtonProps {
  client: LiveClient;
  isLive: boolean;
}

/** A heart to tap as often as one likes, with the room's count. */
export function LikeButton({ client, isLive }: LikeButtonProps) {
  const { t, tCount, formats } = useI18n();
  const total = useStore(client.likes.total);
  return (
    <button
      type="button"
      className="like-button"
      disabled={!isLive}
      aria-label={`${t('like.press')}, ${tCount('like.total', total)}`}
      title={t('like.press')}
      data-testid="like"
      data-total={total}
      onClick={() => client.likes.tap()}
    >
      <HeartIcon />
      {total > 0 && <span className="like-button__total tabular">{formats.compact(total)}</span>}
    </button>
  );
}
