import { arrangeLayout, type LayoutPreset } from '@lianmai/shared';
import type { StagePerson } from './people.ts';

/** `stage`: as everybody sees it in FLV and HLS too; `speaker`: whoever speaks is large. */
export type StageViewChoice = 'stage' | 'speaker';

export interface Size {
  width: number;
  height: number;
}

/** Where something stands, in CSS pixels of its frame. */
export interface TileBox extends Size {
  x: number;
  y: number;
  z: number;
  fit: 'cover' | 'contain';
}

interface Wishes {
  view: StageViewChoice;
  /** Key of the person who speaks above all others. */
  dominantKey: string | null;
  /** The anchor shares a screen: it is the large picture, and everybody a small one. */
  hasScreen: boolean;
}

/** The box of the shared screen. */
export const screenKey = 'screen';

/** Two halves of a PK are no taller than this share of their width together: a phone starts them at the top. */
const tallestPk = 8 / 9;

/** Boxes by key, for everybody and for the shared screen: the geometry of the server's mix, on a canvas of the frame's size. */
export function tileBoxes(
  people: readonly StagePerson[],
  frame: Size,
  { view, dominantKey, hasScreen }: Wishes,
): Map<string, TileBox> {
  if (frame.width < 2 || frame.height < 2) return new Map();
  if (hasScreen)
    return arrange(frame, people.length > 1 ? 'anchorStrip' : 'pictureInPicture', [null, ...people]);
  if (view === 'speaker' && people.length > 1)
    return arrange(frame, 'anchorStrip', first(people, dominantKey));
  const isPk = people.some(({ role }) => role === 'rival');
  const height = isPk ? Math.min(frame.height, Math.round(frame.width * tallestPk)) : frame.height;
  return arrange({ ...frame, height: people.length > 2 ? frame.height : height }, 'auto', people);
}

function first(people: readonly StagePerson[], dominantKey: string | null): StagePerson[] {
  const large = people.find(({ key }) => key === dominantKey) ?? people[0];
  return [...people].sort((a, b) => Number(b === large) - Number(a === large));
}

/** @param people `null` stands for the screen. In a chosen view the order decides, on the stage the seats do. */
function arrange(canvas: Size, preset: LayoutPreset, people: readonly (StagePerson | null)[]) {
  const isAsSeated = preset === 'auto';
  const placed = people.map((person, index) => ({
    seat: isAsSeated ? (person?.seat ?? 0) : index,
    isRival: isAsSeated && person?.role === 'rival',
    hasPicture: person?.hasPicture ?? true,
  }));
  const boxes = new Map<string, TileBox>();
  for (const { index, ...box } of arrangeLayout(preset, placed, canvas)) {
    const person = people[index];
    if (person !== undefined)
      boxes.set(person?.key ?? screenKey, { ...box, fit: person ? box.fit : 'contain' });
  }
  return boxes;
}
