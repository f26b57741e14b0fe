import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { BroadcastIcon } from '../../../ui/icons/index.ts';
import { MediaVideo } from '../../../ui/MediaVideo.tsx';
import { StageFrame } from '../StageFrame.tsx';
import type { StudioStage } from '../stage/useStudioStage.ts';

interface EncoderStageProps {
  stage: StudioStage;
  /** The anchor hears their own stream. */
  isHeard: boolean;
}

/** The show as the encoder sends it, the guests beside it. */
export function EncoderStage({ stage, isHeard }: EncoderStageProps) {
  const { t } = useI18n();
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const anchor = stage.people.find(({ role }) => role === 'anchor');
  const stream = anchor?.stream ?? null;
  const hasPicture = stream !== null && anchor?.hasPicture === true;
  return (
    <StageFrame
      people={stage.people}
      vitals={stage.client.vitals}
      stage={stage}
      backdrop={video}
      anchorVideo={
        stream && (
          <MediaVideo
            onElement={setVideo}
            stream={stream}
            muted={!isHeard}
            hidden={!hasPicture}
            aria-label={t('encoder.preview')}
            data-testid="studio-preview"
          />
        )
      }
    >
      {!hasPicture && stage.people.length < 2 && (
        <div className="stage__note" data-testid="studio-no-stream">
          <BroadcastIcon size={44} />
          {t(stage.backstage.ingest ? 'encoder.noPicture' : 'encoder.lostShort')}
        </div>
      )}
    </StageFrame>
  );
}
