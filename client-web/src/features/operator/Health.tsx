import type { OperatorOverview, ServerProblem } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import type { PlainKey } from '../../i18n/messages.ts';
import { AlertIcon, CheckIcon } from '../../ui/icons/index.ts';
import { useNow } from '../../ui/useNow.ts';
import { createFigureFormats } from '../statistics/figureTexts.ts';
import { Gauges } from './Gauges.tsx';

const problemTexts: Record<ServerProblem, PlainKey> = {
  media_unavailable: 'operator.problem.media_unavailable',
  database_unavailable: 'operator.problem.database_unavailable',
  draining: 'operator.problem.draining',
  statistics_unsaved: 'operator.problem.statistics_unsaved',
  event_loop_slow: 'operator.problem.event_loop_slow',
  cpu_busy: 'operator.problem.cpu_busy',
};

/** Whether the server is well, in a sentence first, then in figures. */
export function Health({ overview, isStale }: { overview: OperatorOverview; isStale: boolean }) {
  const { t, language, formats } = useI18n();
  const { count } = createFigureFormats(language);
  const nowMs = useNow();
  const { problems, now } = overview;
  const isWell = problems.length === 0;
  const cards: [PlainKey, string, number][] = [
    ['operator.liveRooms', 'liveRooms', now.liveRooms],
    ['operator.viewers', 'viewers', now.viewers],
    ['operator.connections', 'connections', now.connections],
    ['operator.flvPlayers', 'flvPlayers', now.flvPlayers],
    ['figure.arrivals', 'arrivals', overview.sinceStart.arrivals],
    ['figure.chatMessages', 'chatMessages', overview.sinceStart.chatMessages],
    ['figure.likes', 'likes', overview.sinceStart.likes],
    ['figure.income', 'income', overview.sinceStart.income],
  ];
  return (
    <>
      <section className="health" data-well={isWell} data-testid="operator-health">
        <span className="health__mark">{isWell ? <CheckIcon size={24} /> : <AlertIcon size={24} />}</span>
        <div className="health__texts">
          <h2 className="health__title">{t(isWell ? 'operator.allWell' : 'operator.problems')}</h2>
          {problems.map((problem) => (
            <p key={problem} data-problem={problem}>
              {t(problemTexts[problem])}
            </p>
          ))}
          {isStale && <p role="status">{t('shows.stale')}</p>}
        </div>
        <span className="health__since tabular">
          {t('operator.upSince', { time: formats.duration(nowMs - Date.parse(overview.startedAt)) })}
        </span>
      </section>
      <dl className="figure-cards" data-testid="operator-figures">
        {cards.map(([label, key, value], i) => (
          <div key={key} className="figure-cards__item">
            <dt className="figure-cards__label">
              {t(label)}
              {i > 3 && <small className="figure-cards__since">{t('operator.sinceStart')}</small>}
            </dt>
            <dd className="figure-cards__value" data-testid={`operator-figure-${key}`}>
              {count(value)}
            </dd>
          </div>
        ))}
      </dl>
      <Gauges overview={overview} />
    </>
  );
}
