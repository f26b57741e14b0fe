/*
 * The mark in the middle of a synthetic person's picture, black and white cells by which tests know whom they see, and when it was drawn.
 * Row 0 is white while the person's note begins, else black. Rows 1 and 2 hold the person's number, rows 3 and 4 the number of the picture:
 * each eight bits, the highest first, and four that check them. Cells are so small that the mark is whole in a tile of any shape from
 * 9:16 to 16:9, and so large that it can be read at a quarter of its size.
 */
export const barcode = {
  columns: 6,
  rows: 5,
  /** A cell's length as a share of the picture's shorter side. */
  cellShare: 4 / 45,
  /** The number of the picture starts again from 0 here. */
  pictureNumbers: 250,
  /** What the two halves of a value and its check bits make together, so that neither black nor white is a value. */
  checkMask: 5,
} as const;

export interface BarcodeOptions {
  /** 0 to 255 */
  number: number;
  /** The picture's shorter side, pixels. */
  shortSide: number;
  frameRate: number;
  /** When the first row is white: for `litSeconds` every `everySeconds`, first after `offsetSeconds`. */
  pulse: { everySeconds: number; offsetSeconds: number; litSeconds: number };
}

/** An ffmpeg source of the mark alone. It is drawn as one pixel a cell and then scaled up, which costs next to nothing. */
export function barcodeSource({ number, shortSide, frameRate, pulse }: BarcodeOptions): string {
  const { columns, rows, cellShare, pictureNumbers, checkMask } = barcode;
  const cellPx = Math.round(shortSide * cellShare);
  const value = `if(lt(Y,3),${number},mod(N,${pictureNumbers}))`;
  const bit = (of: string, shift: string) => `floor(${of}/pow(2,${shift}))`;
  const check = `mod(${bit('ld(1)', '4+ld(2)')}+${bit('ld(1)', 'ld(2)')}+${bit(String(checkMask), 'ld(2)')},2)`;
  const cell = `st(0,X+${columns}*mod(Y-1,2));st(1,${value});st(2,11-ld(0));if(lt(ld(0),8),mod(${bit('ld(1)', '7-ld(0)')},2),${check})`;
  const frames = (seconds: number) => Math.round(seconds * frameRate);
  const every = frames(pulse.everySeconds);
  // Where it would be below zero, mod() answers below zero too.
  const isLit = `lt(mod(N+${every - frames(pulse.offsetSeconds)},${every}),${frames(pulse.litSeconds)})`;
  return (
    `color=c=black:s=${columns}x${rows}:r=${frameRate},format=gray,geq=lum='255*if(lt(Y,1),${isLit},${cell})',` +
    `scale=${columns * cellPx}:${rows * cellPx}:flags=neighbor,format=yuv420p`
  );
}
