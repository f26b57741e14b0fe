import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { PinIcon } from '../../../ui/icons/index.ts';
import { useStore } from '../../../ui/useStore.ts';

/** What a host has pinned, in one line; pressed, whole. */
export function NoticeBar({ client }: { client: LiveClient }) {
  const { t } = useI18n();
  const { notice } = useStore(client.chat.view);
  const [openAt, setOpenAt] = useState<number | null>(null);
  if (!notice) return null;
  const isOpen = openAt === notice.pinnedAtMs;
  return (
    <button
      type="button"
      className="notice-bar"
      aria-expanded={isOpen}
      aria-label={`${t('chat.notice')}: ${notice.content}`}
      data-testid="chat-notice"
      onClick={() => setOpenAt(isOpen ? null : notice.pinnedAtMs)}
    >
      <PinIcon size={18} />
      <bdi className={isOpen ? 'notice-bar__text' : 'notice-bar__text truncate'}>{notice.content}</bdi>
    </button>
  );
}
