import { useI18n } from '../../../i18n/index.ts';
import { BroadcastIcon } from '../../../ui/icons/index.ts';
import { StatePanel } from '../../../ui/StatePanel.tsx';

/** In the picture's place before the show, where no camera of this browser is used. */
export function EncoderIntro() {
  const { t } = useI18n();
  return (
    <div className="stage">
      <StatePanel
        icon={<BroadcastIcon size={38} />}
        tone="link"
        title={t('encoder.introTitle')}
        text={t('encoder.hint')}
        testId="studio-encoder-intro"
      />
    </div>
  );
}
