import type { SentGift } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';

/** A gift among the messages of the chat. */
export function GiftLine({ gift }: { gift: SentGift }) {
  const { t, language } = useI18n();
  return (
    <p className="chat-line chat-line--gift" data-testid="chat-gift" data-gift={gift.gift.id}>
      <span className="chat-line__giver">{gift.giver.name}</span>{' '}
      {t('gifts.sent', { gift: gift.gift.name[language] })}
      <img src={gift.gift.iconUrl} alt="" width={22} height={22} />
      <span className="tabular">×{gift.count}</span>
    </p>
  );
}
