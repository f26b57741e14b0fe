import { memo } from 'react';
import { type Translate, useI18n } from '../../../i18n/index.ts';
import type { LineEvent } from '../../../sdk/index.ts';
import { GiftLine } from '../../gifts/GiftLine.tsx';

/** Something that happened, said in one line between the messages. */
export const EventLine = memo(function EventLine({ event }: { event: LineEvent }) {
  const { t } = useI18n();
  if (event.type === 'giftSent') return <GiftLine gift={event.data.gift} />;
  const sentence = sentenceOf(event, t);
  if (sentence === null) return null;
  return (
    <p className="chat-line chat-line--event" data-testid="chat-event" data-event={event.type}>
      {sentence}
    </p>
  );
});

function sentenceOf(event: Exclude<LineEvent, { type: 'giftSent' }>, t: Translate): string | null {
  switch (event.type) {
    case 'showStarted':
      return t('line.showStarted');
    case 'showEnded':
      return t('line.showEnded');
    case 'noticePinned':
      return event.data.notice && t('line.noticePinned', { name: event.data.notice.by.name });
    case 'chatSettingsChanged':
      return settingsSentence(event, t);
  }
}

function settingsSentence({ data }: Extract<LineEvent, { type: 'chatSettingsChanged' }>, t: Translate) {
  const { settings, changed, by } = data;
  switch (changed) {
    case 'isOpen':
      return t(settings.isOpen ? 'line.chatOpened' : 'line.chatClosed', { name: by.name });
    case 'followersOnly':
      return t(settings.followersOnly ? 'line.followersOnly' : 'line.followersOnlyOff');
    case 'slowModeMs':
      return settings.slowModeMs === 0
        ? t('line.slowModeOff')
        : t('line.slowMode', { seconds: Math.round(settings.slowModeMs / 1000) });
  }
}
