import { useI18n } from '../../i18n/index.ts';
import { IconButton } from '../../ui/Button.tsx';
import { GridViewIcon, SpeakerViewIcon } from '../../ui/icons/index.ts';
import type { StageViewChoice } from './tileBoxes.ts';

interface ViewToggleProps {
  view: StageViewChoice;
  onChange: (view: StageViewChoice) => void;
}

/** Everybody as on stage, or whoever speaks large. */
export function ViewToggle({ view, onChange }: ViewToggleProps) {
  const { t } = useI18n();
  const isSpeaker = view === 'speaker';
  return (
    <IconButton
      label={t(isSpeaker ? 'stage.stageView' : 'stage.speakerView')}
      data-testid="stage-view"
      data-view={view}
      onClick={() => onChange(isSpeaker ? 'stage' : 'speaker')}
    >
      {isSpeaker ? <GridViewIcon /> : <SpeakerViewIcon />}
    </IconButton>
  );
}
