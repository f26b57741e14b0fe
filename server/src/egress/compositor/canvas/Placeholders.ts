import type { VideoFrame } from '../CompositorPerson.ts';
import { fill, type Yuv, yuvOfHex } from './colour.ts';
import { drawableText } from './drawtextArgs.ts';
import { labelSize } from './NameLabels.ts';
import { type AlphaMask, createOverlay, layOver } from './Overlay.ts';
import { Picture, type PixelBox } from './Picture.ts';
import { pillMask } from './shapes.ts';
import type { TextPainter } from './TextPainter.ts';

const tileColour = yuvOfHex('#22262d');
const circleColours = ['#4f6bed', '#c2598b', '#2f8f6b', '#b3702c', '#7a5bc7', '#2b87a8'].map(yuvOfHex);
const white: Yuv = [235, 128, 128];
const longestName = 20;
const keptPictures = 32;

/** What a tile shows whose camera is off: the name on a dark ground, and above it the first letter in a circle. */
export class Placeholders {
  readonly #painter: TextPainter;
  readonly #pictures = new Map<string, VideoFrame>();

  constructor(painter: TextPainter) {
    this.#painter = painter;
  }

  /** A picture of the tile's size; without letters as long as they are being painted. */
  pictureFor(person: { userId: string; name: string }, tile: PixelBox): VideoFrame {
    const { fontSize } = labelSize(tile);
    const diameter = circleDiameter(tile);
    const initial = this.#textMask(initialOf(person.name), diameter, diameter * 0.45);
    const name = this.#textMask(drawableText(person.name, longestName), tile.width, fontSize * 1.1);
    const key = [tile.width, tile.height, person.userId, person.name, initial !== null, name !== null].join();
    const known = this.#pictures.get(key);
    if (known) return known;
    const picture = draw(tile, colourOf(person.userId), diameter, initial, name);
    const frame = { width: tile.width, height: tile.height, timestampMs: 0, data: picture.data };
    this.#pictures.set(key, frame);
    for (const oldest of this.#pictures.keys()) {
      if (this.#pictures.size <= keptPictures) break;
      this.#pictures.delete(oldest);
    }
    return frame;
  }

  #textMask(text: string, width: number, fontSize: number): AlphaMask | null {
    const height = Math.round(fontSize * 0.8) * 2;
    return this.#painter.maskOf(text, { width, height, fontSize: Math.round(fontSize) });
  }
}

function draw(
  tile: PixelBox,
  circle: Yuv,
  diameter: number,
  initial: AlphaMask | null,
  name: AlphaMask | null,
): Picture {
  const picture = new Picture(tile.width, tile.height);
  fill(picture, { x: 0, y: 0, width: tile.width, height: tile.height }, tileColour);
  const centreX = tile.width / 2;
  const circleY = tile.height * 0.42;
  layCentred(picture, pillMask(diameter, diameter, 1), circle, centreX, circleY);
  if (initial) layCentred(picture, initial, white, centreX, circleY);
  if (name) layCentred(picture, name, white, centreX, circleY + diameter * 0.5 + name.height);
  return picture;
}

function layCentred(picture: Picture, mask: AlphaMask, colour: Yuv, x: number, y: number): void {
  const even = (value: number) => Math.max(0, Math.round(value / 2) * 2);
  layOver(picture, createOverlay([{ mask, colour }]), even(x - mask.width / 2), even(y - mask.height / 2));
}

function circleDiameter(tile: PixelBox): number {
  return Math.max(8, Math.floor(Math.min(tile.width, tile.height) * 0.18) * 2);
}

function initialOf(name: string): string {
  return ([...drawableText(name, longestName)][0] ?? '').toUpperCase();
}

function colourOf(userId: string): Yuv {
  let hash = 0;
  for (const character of userId) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return circleColours[hash % circleColours.length] ?? tileColour;
}
