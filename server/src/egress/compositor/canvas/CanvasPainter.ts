import type { VideoFrame } from '../CompositorPerson.ts';
import { blit } from './blit.ts';
import { fill, type Yuv } from './colour.ts';
import type { PlacedLabel } from './NameLabels.ts';
import { layOver } from './Overlay.ts';
import { Picture, type PixelBox } from './Picture.ts';

/** What stands in one place of the picture. */
export interface PaintedTile {
  box: PixelBox;
  frame: VideoFrame;
  label: PlacedLabel | null;
}

/** Two pictures: one is drawn while the encoder still reads the other. */
const pictureCount = 2;

/** Draws the composition, in turn on a few pictures that are never given up. */
export class CanvasPainter {
  readonly #pictures: { picture: Picture; groundOf: unknown }[];
  #turn = 0;

  constructor(width: number, height: number) {
    const create = () => ({ picture: new Picture(width, height), groundOf: null });
    this.#pictures = Array.from({ length: pictureCount }, create);
  }

  /**
   * @param ground stays the same object as long as nothing but the tiles' frames changes: the background is drawn once for each
   * @param tiles the lowest first
   * @returns the picture's bytes, good until the call after the next one
   */
  paint(ground: { background: Yuv }, tiles: readonly PaintedTile[]): Buffer {
    this.#turn = (this.#turn + 1) % pictureCount;
    const canvas = this.#pictures[this.#turn];
    if (!canvas) throw new Error('a painter without pictures');
    const { picture } = canvas;
    if (canvas.groundOf !== ground) {
      fill(picture, { x: 0, y: 0, width: picture.width, height: picture.height }, ground.background);
      canvas.groundOf = ground;
    }
    for (const { box, frame, label } of tiles) {
      blit(picture, frame, box);
      if (label) layOver(picture, label.overlay, label.x, label.y);
    }
    return picture.data;
  }
}
