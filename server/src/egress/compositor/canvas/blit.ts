import type { VideoFrame } from '../CompositorPerson.ts';
import { Picture, type PixelBox, type Plane } from './Picture.ts';

/** Copies a frame into a box of the picture; one that has not the box's size (yet) is scaled, filling the box. */
export function blit(onto: Picture, frame: VideoFrame, box: PixelBox): void {
  const from = new Picture(frame.width, frame.height, frame.data);
  if (frame.width === box.width && frame.height === box.height) copyRows(onto, from, box);
  else scale(onto, from, box);
}

function copyRows(onto: Picture, from: Picture, box: PixelBox): void {
  for (const [i, source] of from.planes.entries()) {
    const target = onto.planes[i];
    if (!target) continue;
    const start = startOf(target, box);
    if (source.width === target.width) {
      from.data.copy(onto.data, start, source.offset, source.offset + source.width * source.height);
      continue;
    }
    for (let y = 0; y < source.height; y++) {
      const row = source.offset + y * source.width;
      from.data.copy(onto.data, start + y * target.width, row, row + source.width);
    }
  }
}

/** Nearest neighbour: for the moment between a new layout and the decoder's first picture for it. */
function scale(onto: Picture, from: Picture, box: PixelBox): void {
  const crop = cropToAspect(from, box.width / box.height);
  for (const [i, source] of from.planes.entries()) {
    const target = onto.planes[i];
    if (target) scalePlane(onto.data, target, from.data, source, box, crop);
  }
}

function scalePlane(
  onto: Buffer,
  target: Plane,
  from: Buffer,
  source: Plane,
  box: PixelBox,
  crop: PixelBox,
): void {
  const width = box.width >> target.shift;
  const height = box.height >> target.shift;
  const [stepX, stepY] = [crop.width / box.width, crop.height / box.height];
  const [left, top] = [crop.x >> source.shift, crop.y >> source.shift];
  const columns = Uint16Array.from({ length: width }, (_, x) =>
    Math.min(source.width - 1, left + Math.floor((x + 0.5) * stepX)),
  );
  const start = startOf(target, box);
  for (let y = 0; y < height; y++) {
    const sourceRow = Math.min(source.height - 1, top + Math.floor((y + 0.5) * stepY));
    const row = source.offset + sourceRow * source.width;
    const at = start + y * target.width;
    for (let x = 0; x < width; x++) onto[at + x] = from[row + (columns[x] ?? 0)] ?? 0;
  }
}

/** The middle of a picture that has the wanted aspect ratio. */
function cropToAspect({ width, height }: Picture, aspect: number): PixelBox {
  const isWider = width / height > aspect;
  const cropped = { width: isWider ? height * aspect : width, height: isWider ? height : width / aspect };
  return { x: (width - cropped.width) / 2, y: (height - cropped.height) / 2, ...cropped };
}

function startOf(plane: Plane, box: PixelBox): number {
  return plane.offset + (box.y >> plane.shift) * plane.width + (box.x >> plane.shift);
}
