/*
 * A few words for writing Lottie animations (https://lottie.github.io/lottie-spec) by hand: shapes, colours, keyframes.
 * Times are frames; colours `#rrggbb`.
 */

export const framesPerSecond = 30;

/** @typedef {[frame: number, value: number | number[]]} Key */

/** @param {number | number[]} value */
export function still(value) {
  return { a: 0, k: value };
}

const ease = { o: { x: [0.33], y: [0] }, i: { x: [0.4], y: [1] } };
const linear = { o: { x: [0.5], y: [0.5] }, i: { x: [0.5], y: [0.5] } };

/**
 * @param {Key[]} keys
 * @param {'ease' | 'linear' | 'out'} [how] `out`: fast first, slow at the end
 */
export function moving(keys, how = 'ease') {
  const handles = how === 'linear' ? linear : how === 'out' ? { ...ease, o: { x: [0.1], y: [0.8] } } : ease;
  return {
    a: 1,
    k: keys.map(([t, value]) => ({ t, s: Array.isArray(value) ? value : [value], ...handles })),
  };
}

/** @param {string} hex */
export function colour(hex) {
  const channel = (/** @type {number} */ at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5), 1];
}

/** @param {string} hex */
export function fill(hex, opacity = 100) {
  return { ty: 'fl', c: still(colour(hex)), o: still(opacity), r: 1 };
}

/** @param {string} hex @param {number} width */
export function stroke(hex, width, opacity = 100) {
  return { ty: 'st', c: still(colour(hex)), o: still(opacity), w: still(width), lc: 2, lj: 2 };
}

/** From top to bottom of a shape as high as `height`, around 0. @param {string} from @param {string} to @param {number} height */
export function gradient(from, to, height) {
  const [r1, g1, b1] = colour(from);
  const [r2, g2, b2] = colour(to);
  return {
    ty: 'gf',
    t: 1,
    o: still(100),
    r: 1,
    s: still([0, -height / 2]),
    e: still([0, height / 2]),
    g: { p: 2, k: still(/** @type {number[]} */ ([0, r1, g1, b1, 1, r2, g2, b2])) },
  };
}

/** @param {number} width @param {number} [height] @param {number[]} [at] */
export function ellipse(width, height = width, at = [0, 0]) {
  return { ty: 'el', s: still([width, height]), p: still(at) };
}

/** @param {number} width @param {number} height @param {number} radius @param {number[]} [at] */
export function box(width, height, radius, at = [0, 0]) {
  return { ty: 'rc', s: still([width, height]), p: still(at), r: still(radius) };
}

/** @param {number} points @param {number} outer @param {number} inner */
export function star(points, outer, inner) {
  return {
    ty: 'sr',
    sy: 1,
    pt: still(points),
    p: still([0, 0]),
    r: still(0),
    or: still(outer),
    ir: still(inner),
    os: still(0),
    is: still(0),
  };
}

/**
 * A closed curve through points with their handles, relative to each point.
 * @param {{ at: number[], in?: number[], out?: number[] }[]} points
 */
export function curve(points, isClosed = true) {
  return {
    ty: 'sh',
    ks: still(
      /** @type {never} */ ({
        c: isClosed,
        v: points.map(({ at }) => at),
        i: points.map((point) => point.in ?? [0, 0]),
        o: points.map((point) => point.out ?? [0, 0]),
      }),
    ),
  };
}

/** A heart as wide as 100. */
export function heart() {
  return curve([
    { at: [0, 45], out: [-34, -24], in: [34, -24] },
    { at: [-50, -12], in: [0, 20], out: [0, -24] },
    { at: [-25, -42], in: [-16, 0], out: [11, 0] },
    { at: [0, -26], in: [-5, -9], out: [5, -9] },
    { at: [25, -42], in: [-11, 0], out: [16, 0] },
    { at: [50, -12], in: [0, -24], out: [0, 20] },
  ]);
}

/**
 * @param {object[]} shapes
 * @param {{ p?: object, s?: object, r?: object, o?: object }} [transform]
 */
export function group(shapes, transform = {}) {
  return { ty: 'gr', it: [...shapes, { ty: 'tr', ...placed(transform) }] };
}

/** @param {{ p?: object, s?: object, r?: object, o?: object }} transform */
function placed({ p, s, r, o }) {
  return {
    a: still([0, 0]),
    p: p ?? still([0, 0]),
    s: s ?? still([100, 100]),
    r: r ?? still(0),
    o: o ?? still(100),
  };
}

/**
 * @param {object[]} shapes the first lies on top
 * @param {{ p?: object, s?: object, r?: object, o?: object, from?: number, to?: number }} [options]
 */
export function layer(shapes, { from = 0, to = 999, ...transform } = {}) {
  return { ty: 4, ks: placed(transform), ao: 0, shapes, ip: from, op: to, st: 0, bm: 0, sr: 1 };
}

/** @param {string} nm @param {number} frames @param {object[]} layers the first lies on top */
export function animation(nm, frames, layers) {
  return {
    v: '5.9.0',
    fr: framesPerSecond,
    ip: 0,
    op: frames,
    w: 800,
    h: 800,
    nm,
    ddd: 0,
    assets: [],
    layers: layers.map((one, i) => ({ ind: i + 1, nm: `${nm} ${i + 1}`, ...one, op: frames })),
  };
}
