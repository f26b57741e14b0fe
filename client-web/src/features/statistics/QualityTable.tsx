import { Delivery, type PlaybackQuality, type ShowStatistics } from '@lianmai/shared';
import { useI18n } from '../../i18n/index.ts';
import type { PlainKey } from '../../i18n/messages.ts';
import { createFigureFormats } from './figureTexts.ts';

export const protocolNames: Record<Delivery, PlainKey> = {
  webrtc: 'protocol.webrtc',
  flv: 'protocol.flv',
  llhls: 'protocol.llhls',
  hls: 'protocol.hls',
};

/** How playback went, all together and by the way the picture took. */
export function QualityTable({ statistics }: { statistics: ShowStatistics }) {
  const { t, language } = useI18n();
  const { delay, count } = createFigureFormats(language);
  const { quality, qualityByProtocol } = statistics;
  const reported = Delivery.options.flatMap((delivery): [string, PlaybackQuality][] => {
    const of = qualityByProtocol[delivery];
    return of ? [[t(protocolNames[delivery]), of]] : [];
  });
  const rows: [string, PlaybackQuality][] =
    reported.length > 1 ? [[t('quality.all'), quality], ...reported] : reported;
  return (
    <section
      className="figure-card figure-card--wide"
      aria-label={t('quality.title')}
      data-testid="show-quality"
    >
      <div className="figure-card__head">
        <h2 className="figure-card__title">{t('quality.title')}</h2>
      </div>
      {rows.length === 0 ? (
        <p className="figure-card__empty">{t('quality.empty')}</p>
      ) : (
        <div className="figure-table__scroll">
          <table className="figure-table">
            <thead>
              <tr>
                <th scope="col">{t('quality.path')}</th>
                <th scope="col">
                  {t('figure.joinTime')} <small>{t('quality.typical')}</small>
                </th>
                <th scope="col">
                  {t('figure.joinTime')} <small>{t('quality.worst')}</small>
                </th>
                <th scope="col">
                  {t('figure.latency')} <small>{t('quality.typical')}</small>
                </th>
                <th scope="col">
                  {t('figure.latency')} <small>{t('quality.worst')}</small>
                </th>
                <th scope="col">{t('figure.stalls')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, { joinTime, latency, stalls }]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{delay(joinTime.p50Ms)}</td>
                  <td>{delay(joinTime.p95Ms)}</td>
                  <td>{delay(latency.p50Ms)}</td>
                  <td>{delay(latency.p95Ms)}</td>
                  <td>{count(stalls)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
