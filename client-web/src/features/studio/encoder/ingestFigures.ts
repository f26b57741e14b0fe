import type { IngestView } from '@lianmai/shared';
import type { Formats } from '../../../i18n/formats.ts';
import type { Translate } from '../../../i18n/index.ts';
import type { Figure } from '../../../ui/Figures.tsx';

export function ingestFigures(ingest: IngestView | null, t: Translate, formats: Formats): Figure[] {
  const unknown = t('common.unknown');
  const { video, audio, bitrateBps, keyframeEveryMs, warnings } = ingest ?? nothing;
  const isWarned = (warning: IngestView['warnings'][number]) => warnings.includes(warning);
  return [
    {
      key: 'bitrate',
      label: t('stats.bitrate'),
      value: bitrateBps === null ? unknown : formats.bitrate(bitrateBps),
    },
    { key: 'fps', label: t('stats.fps'), value: video?.fps ? `${video.fps} fps` : unknown },
    {
      key: 'resolution',
      label: t('stats.resolution'),
      value: video ? `${video.width}×${video.height}` : unknown,
    },
    {
      key: 'codec',
      label: t('stats.codec'),
      value: video?.codec.split(' ')[0] ?? unknown,
      tone: isWarned('b_frames') ? 'warn' : undefined,
    },
    {
      key: 'keyframes',
      label: t('encoder.keyframes'),
      value:
        keyframeEveryMs === null
          ? unknown
          : t('encoder.seconds', { seconds: (keyframeEveryMs / 1000).toFixed(1) }),
      tone: isWarned('rare_keyframes') ? 'warn' : undefined,
    },
    {
      key: 'sound',
      label: t('encoder.sound'),
      value: audio ? `${audio.sampleRateHz / 1000} kHz` : ingest ? t('encoder.none') : unknown,
    },
  ];
}

const nothing: Pick<IngestView, 'video' | 'audio' | 'bitrateBps' | 'keyframeEveryMs' | 'warnings'> = {
  video: null,
  audio: null,
  bitrateBps: null,
  keyframeEveryMs: null,
  warnings: [],
};
