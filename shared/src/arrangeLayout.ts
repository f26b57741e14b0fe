import type { CompositionSettings, CustomLayout, LayoutPreset, LayoutTile } from './layout.ts';

/** Somebody who wants a place in the picture. */
export interface Arrangeable {
  seat: number;
  /** The other anchor in a PK. */
  isRival: boolean;
  hasPicture: boolean;
}

/** A person's place: `index` into the people that were arranged, the rest in pixels of the canvas, all even. */
export interface ArrangedTile {
  index: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Higher ones cover lower ones. */
  z: number;
  fit: LayoutTile['fit'];
}

export interface CanvasSize {
  width: number;
  height: number;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** With more guests than this, `auto` makes everybody equal. */
const fewGuests = 3;
/** A strip with more guests than this has two lanes. */
const guestsInLane = 4;
/** How much a grid that leaves places empty is avoided, against tiles that are too wide or too tall. */
const emptyCost = 1.2;
/** A tile of a row that is wider shows little of a face. */
const widestAspect = 16 / 9;
/** Between tiles, as a share of the canvas's shorter side. */
const gapShare = 0.008;

/**
 * Where everybody stands: inside the canvas, in even pixels (4:2:0 pictures have colour for pairs only). Presets show everybody, a
 * custom layout those whom it names. The Compositor and the web client both draw by it, so it knows neither.
 */
export function arrangeLayout(
  layout: CompositionSettings['layout'],
  people: readonly Arrangeable[],
  canvas: CanvasSize,
): ArrangedTile[] {
  if (people.length === 0) return [];
  if (typeof layout !== 'string') return arrangeCustom(layout, people, canvas);
  const order = byRank(people);
  const whole: Box = { x: 0, y: 0, width: evenFloor(canvas.width), height: evenFloor(canvas.height) };
  const preset = order.length === 1 ? 'grid' : presetFor(layout, people);
  return arrangers[preset](order, whole).map((tile) => ({ fit: 'cover', ...tile }));
}

type PlainTile = Omit<ArrangedTile, 'fit'>;
type NamedPreset = Exclude<LayoutPreset, 'auto'>;

const arrangers: Record<NamedPreset, (order: readonly number[], whole: Box) => PlainTile[]> = {
  grid: (order, whole) => place(order, gridBoxes(order.length, whole)),
  anchorStrip,
  pictureInPicture,
  sideBySide,
};

function presetFor(layout: LayoutPreset, people: readonly Arrangeable[]): NamedPreset {
  if (layout !== 'auto') return layout;
  if (people.some(({ isRival }) => isRival)) return 'sideBySide';
  const anchorIsSeen = people.some(({ seat, hasPicture }) => seat === 0 && hasPicture);
  return anchorIsSeen && people.length - 1 <= fewGuests ? 'anchorStrip' : 'grid';
}

/** Indexes in the order of importance: the anchor, the rival, the others by seat. */
function byRank(people: readonly Arrangeable[]): number[] {
  const rank = ({ seat, isRival }: Arrangeable) => (isRival ? 0.5 : seat);
  return people
    .map((person, index) => ({ index, rank: rank(person) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ index }) => index);
}

/** The first is large; the others stand in a strip below it, or beside it where the canvas is wide. */
function anchorStrip(order: readonly number[], whole: Box): PlainTile[] {
  const guests = order.length - 1;
  const lanes = guests > guestsInLane ? 2 : 1;
  const isPortrait = whole.height >= whole.width;
  const across = isPortrait ? whole.width : whole.height;
  const along = isPortrait ? whole.height : whole.width;
  // A lone guest has a third; more of them get tiles a little longer than wide, together never more than two fifths.
  const laneDepth =
    guests === 1 ? along / 3 : Math.min((across / Math.ceil(guests / lanes)) * 1.2, along / 3);
  const depth = Math.min(laneDepth * lanes, along * 0.4);
  const [stage, strip] = split(whole, depth, isPortrait);
  const boxes = lanesOf(guests, lanes, strip, isPortrait);
  return place(order, [stage, ...boxes]);
}

/** The first fills the canvas; the others are small tiles over it, from the lower right corner up. */
function pictureInPicture(order: readonly number[], whole: Box): PlainTile[] {
  const [first, ...others] = order;
  if (first === undefined) return [];
  const gap = gapOf(whole);
  const isPortrait = whole.height >= whole.width;
  const width = evenFloor(whole.width * (isPortrait ? 0.26 : 0.2));
  const margin = 2 * gap;
  const tallest = (whole.height - 2 * margin - 3 * gap) / 4;
  const height = evenFloor(Math.min(isPortrait ? (width * 4) / 3 : (width * 9) / 16, tallest));
  const inColumn = Math.max(1, Math.floor((whole.height - 2 * margin + gap) / (height + gap)));
  const small = others.map((index, i) => ({
    index,
    x: whole.width - margin - width - Math.floor(i / inColumn) * (width + gap),
    y: whole.height - margin - height - (i % inColumn) * (height + gap),
    width,
    height,
    z: 1,
  }));
  return [{ index: first, ...whole, z: 0 }, ...small];
}

/** Two halves, no taller than a phone's picture; guests in a strip below them. */
function sideBySide(order: readonly number[], whole: Box): PlainTile[] {
  const guests = order.length - 2;
  const [upper, strip] = guests > 0 ? split(whole, whole.height / 4, true) : [whole, null];
  const halfWidth = (upper.width - gapOf(whole)) / 2;
  const height = evenFloor(Math.min(upper.height, (halfWidth * 16) / 9));
  const halves = { ...upper, y: upper.y + evenFloor((upper.height - height) / 2), height };
  return place(order, [...row(2, halves), ...(strip ? guestRows(guests, strip) : [])]);
}

/** One row or two in a strip, in its middle when they need not all of its width. */
function guestRows(count: number, strip: Box): Box[] {
  const lanes = count > guestsInLane ? 2 : 1;
  const widest = evenFloor((strip.height / lanes) * widestAspect * Math.ceil(count / lanes));
  const width = Math.min(strip.width, widest);
  return lanesOf(count, lanes, { ...strip, x: strip.x + centred(strip.width, width), width }, true);
}

function arrangeCustom(
  layout: CustomLayout,
  people: readonly Arrangeable[],
  canvas: CanvasSize,
): ArrangedTile[] {
  const shown = new Set<number>();
  return layout.tiles.flatMap((tile) => {
    const index = people.findIndex(({ seat, isRival }) =>
      tile.seat === 'rival' ? isRival : !isRival && seat === tile.seat,
    );
    if (index === -1 || shown.has(index)) return [];
    shown.add(index);
    return [{ index, ...boxOfFractions(tile, canvas), z: tile.z, fit: tile.fit }];
  });
}

function boxOfFractions(tile: LayoutTile, canvas: CanvasSize): Box {
  const [x, width] = spanOfFractions(tile.x, tile.width, canvas.width);
  const [y, height] = spanOfFractions(tile.y, tile.height, canvas.height);
  return { x, y, width, height };
}

/** Both ends are rounded alike, so that tiles that touch in fractions touch in pixels. */
function spanOfFractions(from: number, length: number, total: number): [from: number, length: number] {
  const end = Math.min(evenRound((from + length) * total), evenFloor(total));
  const start = Math.min(evenRound(from * total), end - 2);
  return [start, end - start];
}

/** Equal boxes, in the number of columns whose boxes suit faces best; a last row that is not full is centred. */
function gridBoxes(count: number, whole: Box): Box[] {
  const columns = bestColumns(count, whole);
  const rows = Math.ceil(count / columns);
  const gap = gapOf(whole);
  const width = evenFloor((whole.width - gap * (columns - 1)) / columns);
  const height = evenFloor((whole.height - gap * (rows - 1)) / rows);
  const top = centred(whole.height, rows * (height + gap) - gap);
  return Array.from({ length: count }, (_, i) => {
    const inRow = Math.min(columns, count - Math.floor(i / columns) * columns);
    const left = centred(whole.width, inRow * (width + gap) - gap);
    return {
      x: whole.x + left + (i % columns) * (width + gap),
      y: whole.y + top + Math.floor(i / columns) * (height + gap),
      width,
      height,
    };
  });
}

function bestColumns(count: number, whole: Box): number {
  const wantedAspect = whole.height >= whole.width ? 3 / 4 : 4 / 3;
  const cost = (columns: number) => {
    const rows = Math.ceil(count / columns);
    const aspect = whole.width / columns / (whole.height / rows);
    const empty = (rows * columns - count) / (rows * columns);
    return Math.abs(Math.log(aspect / wantedAspect)) + emptyCost * empty;
  };
  const candidates = Array.from({ length: count }, (_, i) => i + 1);
  return candidates.reduce((best, columns) => (cost(columns) < cost(best) ? columns : best), 1);
}

/** Boxes one after another across a strip: side by side in one below, one below another in one beside. */
function lanesOf(count: number, lanes: number, strip: Box, isRow: boolean): Box[] {
  const perLane = Math.ceil(count / lanes);
  const bands = isRow ? column(lanes, strip) : row(lanes, strip);
  return bands.flatMap((band, lane) => {
    const here = Math.min(perLane, count - lane * perLane);
    return isRow ? row(here, band) : column(here, band);
  });
}

/** Cuts `depth` off the bottom, or off the right side; the gap between is taken from both. */
function split(whole: Box, depth: number, isBelow: boolean): [rest: Box, strip: Box] {
  const gap = gapOf(whole);
  if (isBelow) {
    const height = evenFloor(depth - gap / 2);
    const rest = { ...whole, height: whole.height - height - gap };
    return [rest, { ...whole, y: whole.y + rest.height + gap, height }];
  }
  const width = evenFloor(depth - gap / 2);
  const rest = { ...whole, width: whole.width - width - gap };
  return [rest, { ...whole, x: whole.x + rest.width + gap, width }];
}

function row(count: number, box: Box): Box[] {
  return spans(count, box.width, gapOf(box)).map(([from, width]) => ({ ...box, x: box.x + from, width }));
}

function column(count: number, box: Box): Box[] {
  return spans(count, box.height, gapOf(box)).map(([from, height]) => ({ ...box, y: box.y + from, height }));
}

/** Cuts a length into equal parts with gaps between; what the even rounding leaves goes to the last. */
function spans(count: number, length: number, gap: number): [from: number, length: number][] {
  const part = evenFloor((length - gap * (count - 1)) / count);
  return Array.from({ length: count }, (_, i) => {
    const from = i * (part + gap);
    return [from, i === count - 1 ? length - from : part];
  });
}

function place(order: readonly number[], boxes: readonly Box[]): PlainTile[] {
  return order.flatMap((index, i) => {
    const box = boxes[i];
    return box ? [{ index, ...box, z: 0 }] : [];
  });
}

function gapOf({ width, height }: CanvasSize): number {
  return Math.max(2, evenRound(Math.min(width, height) * gapShare));
}

function centred(total: number, length: number): number {
  return evenFloor((total - length) / 2);
}

function evenFloor(value: number): number {
  return Math.floor(value / 2) * 2;
}

function evenRound(value: number): number {
  return Math.round(value / 2) * 2;
}
