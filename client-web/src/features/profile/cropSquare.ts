/** What of a picture is shown in a square: the picture's scale, and its upper left corner relative to the square's, in pixels of the square. */
export interface Crop {
  scale: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** How much larger than just filling the square a picture can be made. */
export const maxZoom = 4;

/** The picture fills the square and is in its middle. */
export function centredCrop(picture: Size, square: number): Crop {
  const scale = square / Math.min(picture.width, picture.height);
  return within(
    { scale, x: (square - picture.width * scale) / 2, y: (square - picture.height * scale) / 2 },
    picture,
    square,
  );
}

export function moved(crop: Crop, dx: number, dy: number, picture: Size, square: number): Crop {
  return within({ ...crop, x: crop.x + dx, y: crop.y + dy }, picture, square);
}

/** @param zoom 1: just fills the square. What is in the middle of the square stays there. */
export function zoomed(crop: Crop, zoom: number, picture: Size, square: number): Crop {
  const fill = square / Math.min(picture.width, picture.height);
  const scale = fill * Math.min(maxZoom, Math.max(1, zoom));
  const middle = square / 2;
  const grow = scale / crop.scale;
  return within(
    { scale, x: middle - (middle - crop.x) * grow, y: middle - (middle - crop.y) * grow },
    picture,
    square,
  );
}

export function zoomOf(crop: Crop, picture: Size, square: number): number {
  return crop.scale / (square / Math.min(picture.width, picture.height));
}

/** The part of the picture that is in the square, in the picture's own pixels. */
export function sourceRect(crop: Crop, square: number): { x: number; y: number; size: number } {
  return { x: (0 - crop.x) / crop.scale, y: (0 - crop.y) / crop.scale, size: square / crop.scale };
}

// The square is never left without picture.
function within(crop: Crop, { width, height }: Size, square: number): Crop {
  const clamp = (value: number, length: number) => Math.min(0, Math.max(square - length * crop.scale, value));
  return { scale: crop.scale, x: clamp(crop.x, width), y: clamp(crop.y, height) };
}
