import { useI18n } from '../../i18n/index.ts';
import type { PlaybackLadder, PlaybackState, ProtocolChoice } from '../../player/index.ts';
import type { QualityChoice } from '../../sdk/index.ts';
import { ChoiceMenu } from '../../ui/ChoiceMenu.tsx';

interface MenuProps {
  ladder: PlaybackLadder | null;
  playback: PlaybackState;
}

const protocols = ['webrtc', 'flv', 'llhls', 'hls'] as const;

/** Which way the show comes; on the button stands the one in use. */
export function ProtocolMenu({ ladder, playback }: MenuProps) {
  const { t } = useI18n();
  const { choice, protocol, available } = playback;
  const offered = protocols.filter(
    (name) => available.length === 0 || available.includes(name) || name === choice,
  );
  const choices = [
    { value: 'auto' as const, label: t('protocol.auto'), hint: t('protocol.autoHint') },
    ...offered.map((value) => ({ value, label: t(`protocol.${value}`), hint: t(`protocol.${value}Hint`) })),
  ];
  return (
    <ChoiceMenu<ProtocolChoice>
      label={t('protocol.label')}
      choices={choices}
      value={choice}
      onChoose={(next) => ladder?.setProtocol(next)}
      testId="room-protocol-menu"
      triggerClass="text-button"
      trigger={
        <span data-testid="room-protocol" data-protocol={protocol ?? 'none'}>
          {t(protocol ? `protocol.${protocol}` : 'protocol.label')}
        </span>
      }
    />
  );
}

const qualities = ['auto', 'high', 'medium', 'low'] as const;

/** How good the picture is: a choice with WebRTC only, the other protocols have one quality. */
export function QualityMenu({ ladder, playback }: MenuProps) {
  const { t } = useI18n();
  const { quality, protocol } = playback;
  if (protocol !== 'webrtc') return null;
  const choices = qualities.map((value) => ({
    value,
    label: t(`quality.${value}`),
    hint: value === 'auto' ? t('quality.autoHint') : undefined,
  }));
  return (
    <ChoiceMenu<QualityChoice>
      label={t('quality.label')}
      choices={choices}
      value={quality}
      onChoose={(next) => ladder?.setQuality(next)}
      testId="room-quality-menu"
      triggerClass="text-button"
      trigger={<span>{t(`quality.${quality}`)}</span>}
    />
  );
}
