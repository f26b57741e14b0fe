import { useEffect, useRef } from 'react';
import { useI18n } from '../../i18n/index.ts';
import { LevelMeter } from '../../sdk/index.ts';

/** How loud the microphone is. Written to the element directly: twenty renders a second would be a waste. */
export function LevelBar({ track }: { track: MediaStreamTrack | null }) {
  const { t } = useI18n();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = (level: number) => {
      bar.current?.style.setProperty('--level', level.toFixed(3));
      bar.current?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    };
    show(0);
    if (!track) return;
    const meter = LevelMeter.start(track, show);
    return () => meter.close();
  }, [track]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be drawn as one moving gradient in all browsers
    <div
      ref={bar}
      className="level"
      role="meter"
      aria-label={t('studio.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      data-testid="studio-level"
    >
      <div className="level__bar" />
    </div>
  );
}
