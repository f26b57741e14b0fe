import type { ShowListItem } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import type { PlainKey } from '../../i18n/messages.ts';
import { createFigureFormats } from './figureTexts.ts';

/** A show's figures, each in a box of its own: what an anchor asks first stands first. */
export function ShowFigureCards({ show, figures }: ShowListItem) {
  const { t, language, formats } = useI18n();
  const { count, span } = createFigureFormats(language);
  const isLive = show.endedAt === null;
  const cards: [PlainKey, string, string][] = [
    isLive
      ? ['figure.viewers', 'viewers', count(figures.viewers)]
      : ['figure.duration', 'duration', formats.duration(show.durationMs)],
    ['figure.peakViewers', 'peakViewers', count(figures.peakViewers)],
    ['figure.uniqueViewers', 'uniqueViewers', count(figures.uniqueViewers)],
    ['figure.averageWatch', 'averageWatch', span(figures.averageWatchMs)],
    ['figure.totalWatch', 'totalWatch', span(figures.watchMs)],
    ['figure.arrivals', 'arrivals', count(figures.arrivals)],
    ['figure.chatMessages', 'chatMessages', count(figures.chatMessages)],
    ['figure.likes', 'likes', count(figures.likes)],
    ['figure.gifts', 'gifts', count(figures.gifts)],
    ['figure.income', 'income', count(figures.income)],
  ];
  return (
    <dl className="figure-cards" data-testid="show-figures">
      {cards.map(([label, key, value]) => (
        <div key={key} className="figure-cards__item">
          <dt className="figure-cards__label">{t(label)}</dt>
          <dd className="figure-cards__value" data-testid={`show-figure-${key}`}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
