/** A rectangle of pixels; all of it even. */
export interface PixelBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A picture that is drawn on: tight I420 (Y, then U and V at half width and height) with even sides. */
export class Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
  readonly planes: readonly [y: Plane, u: Plane, v: Plane];

  constructor(width: number, height: number, data: Buffer = Buffer.alloc((width * height * 3) / 2)) {
    this.width = width;
    this.height = height;
    this.data = data;
    const luma = width * height;
    const half = { width: width / 2, height: height / 2 };
    this.planes = [
      { offset: 0, width, height, shift: 0 },
      { offset: luma, ...half, shift: 1 },
      { offset: luma + luma / 4, ...half, shift: 1 },
    ];
  }
}

/** One of a picture's three planes inside its data. */
export interface Plane {
  offset: number;
  width: number;
  height: number;
  /** Coordinates of the picture are shifted right by this for the plane. */
  shift: 0 | 1;
}
