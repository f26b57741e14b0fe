import { barcode } from '../../../server/src/ingest/barcode.ts';

/** A grey picture, a byte a pixel. */
export interface Raster {
  width: number;
  height: number;
  pixels: Buffer;
}

/** In pixels of the raster. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What somebody's picture says of itself. */
export interface BarcodeReading {
  number: number;
  /** The picture's place in its clip. */
  picture: number;
  isLit: boolean;
}

/** Shapes of the pictures that tests publish: 16:9, and a phone held upright. */
const shapes = [
  { width: 16, height: 9 },
  { width: 9, height: 16 },
];
const dark = 110;
const bright = 145;

/**
 * Reads the barcode from the tile of a picture, however the person's own picture was fitted into it.
 * @param stretch how much wider than high the raster shows a square of the real picture
 */
export function readBarcode(raster: Raster, tile: Box, stretch = 1): BarcodeReading | null {
  for (const cellHeight of cellHeights(tile, stretch)) {
    const cells = readCells(raster, tile, { width: cellHeight * stretch, height: cellHeight });
    const reading = cells && decode(cells);
    if (reading) return reading;
  }
  return null;
}

/** How high a cell may be, by shape and fit. */
function cellHeights(tile: Box, stretch: number): number[] {
  const width = tile.width / stretch;
  const shortSide = 9;
  return [Math.max, Math.min].flatMap((fit) =>
    shapes.map(
      (shape) => fit(width / shape.width, tile.height / shape.height) * shortSide * barcode.cellShare,
    ),
  );
}

type Cell = boolean;

function readCells(raster: Raster, tile: Box, cell: { width: number; height: number }): Cell[] | null {
  const left = tile.x + tile.width / 2 - (barcode.columns * cell.width) / 2;
  const top = tile.y + tile.height / 2 - (barcode.rows * cell.height) / 2;
  const cells: Cell[] = [];
  for (let row = 0; row < barcode.rows; row += 1) {
    for (let column = 0; column < barcode.columns; column += 1) {
      const x = left + (column + 0.5) * cell.width;
      const y = top + (row + 0.5) * cell.height;
      const value = brightness(raster, x, y, cell);
      if (value > dark && value < bright) return null;
      cells.push(value >= bright);
    }
  }
  return cells;
}

/** The mean of the middle of a cell. */
function brightness(
  { width, height, pixels }: Raster,
  x: number,
  y: number,
  cell: { width: number; height: number },
): number {
  let sum = 0;
  const steps = [-0.2, 0, 0.2];
  for (const dx of steps) {
    for (const dy of steps) {
      const column = clamp(Math.floor(x + dx * cell.width), width - 1);
      const row = clamp(Math.floor(y + dy * cell.height), height - 1);
      sum += pixels[row * width + column] ?? 0;
    }
  }
  return sum / steps.length ** 2;
}

function decode(cells: readonly Cell[]): BarcodeReading | null {
  const { columns } = barcode;
  const number = checkedValue(cells.slice(columns, 3 * columns));
  const picture = checkedValue(cells.slice(3 * columns));
  const pulse = cells.slice(0, columns);
  if (number === null || picture === null || new Set(pulse).size > 1) return null;
  return { number, picture, isLit: pulse[0] === true };
}

function checkedValue(bits: readonly Cell[]): number | null {
  const toNumber = (part: readonly Cell[]) => part.reduce((value, bit) => value * 2 + Number(bit), 0);
  const value = toNumber(bits.slice(0, 8));
  const check = (value >> 4) ^ (value & 15) ^ barcode.checkMask;
  return toNumber(bits.slice(8)) === check ? value : null;
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
