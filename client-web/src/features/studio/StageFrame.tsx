import type { StageVitals } from '@lianmai/shared';
import type { ReactNode } from 'react';
import type { ReadableStore } from '../../sdk/index.ts';
import { Backdrop } from '../../ui/Backdrop.tsx';
import type { StagePerson } from '../stage/people.ts';
import { StageGrid } from '../stage/StageGrid.tsx';
import { tellTileSize } from '../stage/tellTileSize.ts';
import { TileActions } from './stage/TileActions.tsx';
import type { StudioStage } from './stage/useStudioStage.ts';

interface StageFrameProps {
  people: readonly StagePerson[];
  vitals: ReadableStore<StageVitals>;
  /** Null before the show. */
  stage: StudioStage | null;
  anchorVideo: ReactNode;
  screen?: ReactNode;
  /** What is blurred behind the picture. */
  backdrop: HTMLVideoElement | null;
  /** Over the picture's place, where there is none. */
  children: ReactNode;
}

/** The studio's picture: everybody on stage, and what a host can do to each of them. */
export function StageFrame(props: StageFrameProps) {
  const { people, vitals, stage, anchorVideo, screen = null, backdrop, children } = props;
  return (
    <div className="stage" data-testid="studio-stage" data-shared={people.length > 1}>
      <Backdrop video={backdrop} />
      <div className="stage__picture">
        <StageGrid
          people={people}
          vitals={vitals}
          view="stage"
          anchorVideo={anchorVideo}
          screen={screen}
          actions={(person) => stage && <TileActions person={person} stage={stage} />}
          onTileSize={(person, size) => stage && tellTileSize(stage.client, person, size)}
        />
      </div>
      {children}
    </div>
  );
}
