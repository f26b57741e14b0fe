import type { StageVitals } from '@lianmai/shared';
import { type ReactNode, useState } from 'react';
import type { ReadableStore } from '../../sdk/index.ts';
import { useStore } from '../../ui/useStore.ts';
import type { StagePerson } from './people.ts';
import { StageTile } from './StageTile.tsx';
import { isSpeaking, networkScore, useDominantKey } from './speakers.ts';
import { type StageViewChoice, screenKey, type TileBox, tileBoxes } from './tileBoxes.ts';
import { useSize } from './useSize.ts';
import './stage-grid.css';

interface StageGridProps {
  people: readonly StagePerson[];
  /** Who speaks changes several times a second: watched here, so that nothing around is drawn anew. */
  vitals: ReadableStore<StageVitals>;
  view: StageViewChoice;
  /** The anchor's picture where it is made elsewhere; everybody else's tile makes its own. */
  anchorVideo: ReactNode;
  /** The anchor's shared screen; null without one. */
  screen?: ReactNode;
  /** What lies over somebody's tile. */
  actions?: (person: StagePerson) => ReactNode;
  /** A small picture needs no more than a small layer of it. */
  onTileSize?: (person: StagePerson, box: TileBox) => void;
}

/** Everybody on stage in one picture. Alone, the anchor fills it, whole. */
export function StageGrid(props: StageGridProps) {
  const { people, view, anchorVideo, screen = null, actions, onTileSize } = props;
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const vitals = useStore(props.vitals);
  const size = useSize(frame);
  const dominantKey = useDominantKey(people, vitals);
  const hasScreen = screen !== null;
  const boxes = tileBoxes(people, size, { view, dominantKey, hasScreen });
  const isSolo = people.length < 2 && !hasScreen;
  const screenBox = boxes.get(screenKey);
  return (
    <div
      ref={setFrame}
      className="stage-grid"
      data-testid="stage-grid"
      data-people={people.length}
      data-solo={isSolo}
      data-view={view}
      data-pk={people.some(({ role }) => role === 'rival')}
    >
      {hasScreen && screenBox && (
        <div className="stage-grid__screen" style={placeOf(screenBox)}>
          {screen}
        </div>
      )}
      {people.map((person) => (
        <StageTile
          key={person.key}
          person={person}
          box={boxes.get(person.key) ?? null}
          isSolo={isSolo}
          isSpeaking={!isSolo && isSpeaking(person, vitals)}
          score={networkScore(person, vitals)}
          video={person.role === 'anchor' ? anchorVideo : undefined}
          actions={actions?.(person)}
          onSize={onTileSize}
        />
      ))}
    </div>
  );
}

export function placeOf({ x, y, width, height, z }: TileBox) {
  return { translate: `${x}px ${y}px`, width, height, zIndex: z };
}
