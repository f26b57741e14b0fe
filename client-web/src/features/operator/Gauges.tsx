import type { OperatorOverview } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import { createFigureFormats } from '../statistics/figureTexts.ts';

interface Gauge {
  label: string;
  value: string;
  hint?: string;
  /** 0 to 1; absent: no bar. */
  share?: number;
  isBad?: boolean;
}

const slowLoopMs = 200;

/** What the machine and the parts of the server are doing. */
export function Gauges({ overview }: { overview: OperatorOverview }) {
  const { t, language } = useI18n();
  const { decimal, bytes, delay } = createFigureFormats(language);
  const { machine, process, workers, egress, database } = overview;
  const usedBytes = machine.memoryBytes - machine.freeMemoryBytes;
  const gauges: Gauge[] = [
    {
      label: t('operator.cpu'),
      value: t('operator.cores', { used: decimal(machine.load1), all: machine.cores }),
      share: machine.load1 / machine.cores,
    },
    {
      label: t('operator.memory'),
      value: `${bytes(usedBytes)} / ${bytes(machine.memoryBytes)}`,
      share: usedBytes / machine.memoryBytes,
    },
    {
      label: t('operator.processCpu'),
      value: t('operator.coreUse', { used: decimal(process.cpuCores) }),
      hint: bytes(process.memoryBytes),
      share: process.cpuCores,
    },
    {
      label: t('operator.eventLoop'),
      value: delay(process.eventLoopP99Ms),
      isBad: process.eventLoopP99Ms > slowLoopMs,
    },
    ...workers.map(
      ({ index, cpuCores, consumers, producers }): Gauge => ({
        label: t('operator.worker', { index: index + 1 }),
        value: t('operator.coreUse', { used: decimal(cpuCores) }),
        hint: t('operator.workerLoad', { consumers, producers }),
        share: cpuCores,
      }),
    ),
    {
      label: t('operator.egress'),
      value: t('operator.egressValue', { streams: egress.streams, processes: egress.processes }),
      hint: t('operator.egressRestarts', { restarts: egress.restarts }),
    },
    {
      label: `${t('operator.database')} (${database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'})`,
      value: t(database.isReachable ? 'operator.reachable' : 'operator.unreachable'),
      isBad: !database.isReachable,
    },
  ];
  return (
    <section className="figure-card" aria-label={t('operator.server')} data-testid="operator-server">
      <h2 className="figure-card__title">{t('operator.server')}</h2>
      <ul className="gauges">
        {gauges.map((gauge) => (
          <li key={gauge.label} className="gauge" data-bad={gauge.isBad === true || (gauge.share ?? 0) > 0.9}>
            <span className="gauge__label">{gauge.label}</span>
            <span className="gauge__value">{gauge.value}</span>
            {gauge.share !== undefined && (
              <span className="gauge__bar" aria-hidden="true">
                <span style={{ width: `${Math.min(100, Math.max(1, gauge.share * 100))}%` }} />
              </span>
            )}
            {gauge.hint && <span className="gauge__hint">{gauge.hint}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
