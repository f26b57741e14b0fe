import type { Share } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import type { PlainKey } from '../../i18n/messages.ts';
import { createFigureFormats } from './figureTexts.ts';

interface ShareBarsProps {
  title: string;
  shares: Record<string, Share>;
  /** Name of a part, by its key in `shares`. */
  names: Record<string, PlainKey>;
  /** All watch time: what is left of it is of nobody known. */
  totalMs?: number;
  restName?: PlainKey;
  testId: string;
}

const colours = ['--link', '--live', '--warn', '--chart-4', '--chart-5', '--text-3'];

/** How a whole is divided: one bar, and each part with its share in words. */
export function ShareBars({ title, shares, names, totalMs = 0, restName, testId }: ShareBarsProps) {
  const { t, language, formats } = useI18n();
  const { span } = createFigureFormats(language);
  const known = Object.entries(shares).map(([key, { watchMs }]) => ({ key, name: names[key], watchMs }));
  const knownMs = known.reduce((sum, { watchMs }) => sum + watchMs, 0);
  const rest = restName ? [{ key: 'rest', name: restName, watchMs: Math.max(0, totalMs - knownMs) }] : [];
  const wholeMs = Math.max(totalMs, knownMs);
  // What rounds to nothing is nothing.
  const parts = [...known, ...rest].filter(({ watchMs }) => watchMs > wholeMs * 0.0005);
  return (
    <section className="figure-card" aria-label={title} data-testid={testId}>
      <div className="figure-card__head">
        <h2 className="figure-card__title">{title}</h2>
        <span className="figure-card__hint">{t('split.byTime')}</span>
      </div>
      {parts.length === 0 ? (
        <p className="figure-card__empty">{t('split.empty')}</p>
      ) : (
        <>
          <div className="share-bar" aria-hidden="true">
            {parts.map(({ key, watchMs }, i) => (
              <span key={key} style={{ flexGrow: watchMs, background: `var(${colours[i]})` }} />
            ))}
          </div>
          <ul className="share-list">
            {parts.map(({ key, name, watchMs }, i) => (
              <li key={key} className="share-list__item" data-share={key}>
                <span className="share-list__dot" style={{ background: `var(${colours[i]})` }} />
                <span className="share-list__name">{name ? t(name) : key}</span>
                <span className="share-list__time">{span(watchMs)}</span>
                <span className="share-list__value">{formats.percent(watchMs / wholeMs)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
