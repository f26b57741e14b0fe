import type { RoomEventMap } from '@lianmai/shared';
import { useEffect, useState } from 'react';
import { type Translate, type TranslateCount, useI18n } from '../../../i18n/index.ts';
import type { LiveClient } from '../../../sdk/index.ts';

const shownMs = 4000;

type Entry = RoomEventMap['viewersEntered'];

/** Under the messages: who has just come in. One line, which the next one replaces: entries must not push the chat away. */
export function EntryNotice({ client }: { client: LiveClient }) {
  const { t, tCount, language } = useI18n();
  const [entry, setEntry] = useState<(Entry & { key: number }) | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = client.audience.on('entered', (entered) => {
      setEntry((before) => ({ ...entered, key: (before?.key ?? 0) + 1 }));
      clearTimeout(timer);
      timer = setTimeout(() => setEntry(null), shownMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client]);

  if (!entry) return null;
  const isNotable = entry.viewers.some(({ contribution, role }) => contribution > 0 || role !== 'viewer');
  return (
    <p key={entry.key} className="entry-notice" data-notable={isNotable} data-testid="entry-notice">
      <bdi>{entrySentence(entry, { t, tCount, separator: language === 'zh' ? '、' : ', ' })}</bdi>
    </p>
  );
}

export function entrySentence(
  { viewers, omitted }: Entry,
  { t, tCount, separator }: { t: Translate; tCount: TranslateCount; separator: string },
): string {
  if (viewers.length === 0) return tCount('entry.others', omitted);
  const names = viewers.map(({ user }) => user.name).join(separator);
  return omitted === 0 ? t('entry.named', { names }) : t('entry.more', { names, others: omitted });
}
