import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  animation,
  box,
  curve,
  ellipse,
  fill,
  gradient,
  group,
  heart,
  layer,
  moving,
  star,
  still,
  stroke,
} from './lottie.mjs';

/*
 * Draws the full-screen effects of the default gifts into client-web/public/gifts: `node scripts/gifts/drawAnimations.mjs`.
 * 800 x 800 each; the same numbers every time, so that a changed line here is a changed picture there and nothing else.
 */

const folder = join(import.meta.dirname, '../../client-web/public/gifts');

/** Spread evenly, but not in a row: the golden ratio never repeats. @param {number} i */
const scattered = (i) => (i * 0.618034) % 1;

function fireworks() {
  const bursts = [
    { at: [400, 330], start: 0, colours: ['#ff5a7a', '#ffc148'], reach: 290 },
    { at: [205, 250], start: 22, colours: ['#4fe3c1', '#b6fff0'], reach: 190 },
    { at: [590, 230], start: 34, colours: ['#7fa8ff', '#e0c3ff'], reach: 195 },
    { at: [420, 200], start: 52, colours: ['#ffd76a', '#ff7a59'], reach: 300 },
  ];
  return animation('fireworks', 120, bursts.flatMap(burst));
}

/** @param {{ at: number[], start: number, colours: string[], reach: number }} burst */
function burst({ at, start, colours, reach }) {
  const [x, y] = /** @type {[number, number]} */ (at);
  const open = start + 16;
  const end = open + 44;
  const sparks = Array.from({ length: 28 }, (_, i) => {
    const angle = (i / 28) * Math.PI * 2;
    const far = reach * (i % 2 === 0 ? 1 : 0.62);
    const to = [Math.cos(angle) * far, Math.sin(angle) * far];
    const fallen = [/** @type {number} */ (to[0]) * 1.04, /** @type {number} */ (to[1]) + 70];
    const tail = i % 2 === 0 ? 58 : 40;
    const streak = box(tail, 13, 7, [-tail / 2, 0]);
    const head = group([ellipse(19), fill('#ffffff')]);
    return group([head, group([streak, fill(colours[i % 2] ?? '#ffffff')])], {
      r: still((angle * 180) / Math.PI),
      p: moving(
        [
          [open, [0, 0]],
          [open + 18, to],
          [end, fallen],
        ],
        'out',
      ),
      s: moving([
        [open, [100, 100]],
        [open + 18, [100, 100]],
        [end, [10, 10]],
      ]),
      o: moving([
        [open - 1, 0],
        [open, 100],
        [open + 26, 100],
        [end, 0],
      ]),
    });
  });
  const flash = group([ellipse(120), fill('#ffffff')], {
    s: moving([
      [open - 2, [0, 0]],
      [open + 4, [160, 160]],
      [open + 10, [220, 220]],
    ]),
    o: moving([
      [open - 2, 0],
      [open, 90],
      [open + 10, 0],
    ]),
  });
  const rising = layer([group([ellipse(12, 44), gradient('#fff6d6', '#ff9a3d', 44)])], {
    p: moving(
      [
        [start, [x, 800]],
        [open, [x, y]],
      ],
      'out',
    ),
    o: moving([
      [start, 100],
      [open - 2, 100],
      [open, 0],
    ]),
    from: start,
  });
  return [layer([flash, ...sparks], { p: still([x, y]), from: open - 2 }), rising];
}

function loveRain() {
  const colours = [
    ['#ff8a9f', '#f21d5a'],
    ['#ffb3d1', '#ff3d81'],
    ['#ffd0dc', '#ff7aa2'],
  ];
  const hearts = Array.from({ length: 30 }, (_, i) => {
    const start = Math.round(i * 2.1);
    const size = 45 + scattered(i * 3 + 1) * 85;
    const x = 30 + scattered(i) * 740;
    const sway = (i % 2 === 0 ? 1 : -1) * (30 + scattered(i + 5) * 40);
    const [from, to] = /** @type {[string, string]} */ (colours[i % colours.length]);
    return layer([group([heart(), gradient(from, to, 90)])], {
      p: moving(
        [
          [start, [x, -90]],
          [start + 24, [x + sway, 300]],
          [start + 56, [x - sway, 900]],
        ],
        'linear',
      ),
      r: moving(
        [
          [start, -sway / 3],
          [start + 28, sway / 2],
          [start + 56, -sway / 3],
        ],
        'ease',
      ),
      s: still([size, size]),
      from: start,
    });
  });
  const middle = layer([group([heart(), gradient('#ff8a9f', '#e0104c', 90)])], {
    p: still([400, 400]),
    s: moving([
      [8, [0, 0]],
      [20, [330, 330]],
      [28, [280, 280]],
      [40, [320, 320]],
      [52, [280, 280]],
      [64, [320, 320]],
      [84, [280, 280]],
      [96, [420, 420]],
    ]),
    o: moving([
      [8, 0],
      [14, 100],
      [84, 100],
      [96, 0],
    ]),
  });
  return animation('love-rain', 120, [middle, ...hearts]);
}

function sportsCar() {
  const wheel = (/** @type {number} */ x) =>
    group(
      [
        group([box(8, 46, 4), box(46, 8, 4), fill('#8b93a8')]),
        group([ellipse(52), fill('#d7dcea')]),
        group([ellipse(98), fill('#191b24')]),
      ],
      {
        p: still([x, 62]),
        r: moving(
          [
            [0, 0],
            [120, 2880],
          ],
          'linear',
        ),
      },
    );
  const body = curve([
    { at: [-250, 40], out: [0, -60] },
    { at: [-170, -30], in: [-40, 5], out: [30, -4] },
    { at: [-70, -100], in: [-30, 20], out: [30, -22] },
    { at: [60, -112], in: [-60, 0], out: [50, 0] },
    { at: [150, -34], in: [-40, -50], out: [60, 8] },
    { at: [256, 26], in: [-10, -40], out: [4, 14] },
    { at: [246, 66], in: [14, 0] },
    { at: [-240, 66], out: [-10, 0] },
  ]);
  const car = layer(
    [
      wheel(-150),
      wheel(156),
      group([
        curve([
          { at: [-118, -36], out: [20, -26] },
          { at: [-50, -86], in: [-26, 4] },
          { at: [10, -92] },
          { at: [10, -36] },
        ]),
        curve([
          { at: [26, -92] },
          { at: [60, -90], out: [26, 8] },
          { at: [116, -36], in: [-20, -26] },
          { at: [26, -36] },
        ]),
        fill('#cfe8ff'),
      ]),
      group([box(70, 16, 8, [222, 12]), fill('#fff2b0')]),
      group([box(44, 16, 8, [-230, 8]), fill('#ffc148')]),
      group([curve([{ at: [-170, 12] }, { at: [190, 12] }], false), stroke('#ffffff', 7, 38)]),
      group([body, gradient('#ff7a6e', '#c90c2b', 180)]),
      group([ellipse(520, 34, [0, 112]), fill('#000000', 32)]),
    ],
    {
      p: moving(
        [
          [0, [-340, 560]],
          [28, [400, 540]],
          [44, [400, 548]],
          [60, [400, 538]],
          [76, [400, 548]],
          [84, [360, 546]],
          [104, [1300, 520]],
        ],
        'ease',
      ),
      r: moving([
        [0, -3],
        [26, 4],
        [36, 0],
        [80, 0],
        [88, -5],
        [104, -3],
      ]),
      s: still([118, 118]),
    },
  );
  const lines = Array.from({ length: 12 }, (_, i) => {
    const start = Math.round(2 + scattered(i) * 78);
    const y = 330 + scattered(i + 3) * 330;
    return layer(
      [group([box(190 + scattered(i * 2) * 160, 7, 4), fill(i % 3 === 0 ? '#ffc148' : '#ffffff', 75)])],
      {
        p: moving(
          [
            [start, [1000, y]],
            [start + 12, [-260, y]],
          ],
          'linear',
        ),
        from: start,
      },
    );
  });
  const stars = Array.from({ length: 9 }, (_, i) => {
    const start = 26 + i * 6;
    return layer([group([star(5, 34, 15), fill(i % 2 === 0 ? '#ffe08a' : '#ffffff')])], {
      p: moving([
        [start, [400, 520]],
        [start + 22, [90 + scattered(i) * 620, 150 + scattered(i + 2) * 220]],
      ]),
      r: moving([
        [start, 0],
        [start + 26, 160],
      ]),
      o: moving([
        [start, 0],
        [start + 4, 100],
        [start + 16, 100],
        [start + 26, 0],
      ]),
      from: start,
    });
  });
  return animation('sports-car', 106, [...stars, car, ...lines]);
}

function rocket() {
  const flame = group(
    [
      group([
        curve([{ at: [-20, 0] }, { at: [0, 90], in: [-14, -30], out: [14, -30] }, { at: [20, 0] }]),
        fill('#fff3c4'),
      ]),
      group([
        curve([{ at: [-40, 0] }, { at: [0, 170], in: [-34, -60], out: [34, -60] }, { at: [40, 0] }]),
        gradient('#ffe08a', '#ff4a1f', 240),
      ]),
    ],
    {
      p: still([0, 150]),
      s: moving(
        Array.from({ length: 21 }, (_, i) => [i * 5, i % 2 === 0 ? [100, 100] : [82, 130]]),
        'linear',
      ),
    },
  );
  const ship = layer(
    [
      group([ellipse(62), fill('#3d8bff'), stroke('#8b96b8', 12)], { p: still([0, -40]) }),
      group([
        curve([
          { at: [0, -210], out: [40, 32] },
          { at: [74, -110], in: [-14, -34] },
          { at: [-74, -110], out: [14, -34] },
        ]),
        fill('#ff4d6a'),
      ]),
      group([
        curve([
          { at: [0, -210], out: [70, 56], in: [-70, 56] },
          { at: [92, 0], in: [0, -86], out: [0, 60] },
          { at: [60, 150], in: [16, -46] },
          { at: [-60, 150], out: [-16, -46] },
          { at: [-92, 0], in: [0, 60], out: [0, -86] },
        ]),
        gradient('#ffffff', '#cdd5ea', 360),
      ]),
      group([
        curve([{ at: [-84, 40], out: [-50, 22] }, { at: [-146, 160], in: [0, -60] }, { at: [-70, 128] }]),
        curve([{ at: [84, 40], out: [50, 22] }, { at: [146, 160], in: [0, -60] }, { at: [70, 128] }]),
        fill('#ff4d6a'),
      ]),
      flame,
    ],
    {
      p: moving([
        [0, [400, 1100]],
        [26, [400, 470]],
        [40, [394, 486]],
        [52, [406, 474]],
        [64, [396, 490]],
        [74, [400, 520]],
        [102, [400, -620]],
      ]),
      r: moving([
        [0, 0],
        [40, -2],
        [52, 2],
        [64, -1],
        [74, 0],
      ]),
    },
  );
  const smoke = Array.from({ length: 22 }, (_, i) => {
    const start = 8 + i * 3;
    const x = 300 + scattered(i) * 200;
    return layer(
      [group([ellipse(90 + scattered(i + 1) * 70), fill(i % 2 === 0 ? '#ffffff' : '#d9e0f2', 80)])],
      {
        p: moving([
          [start, [400, 690]],
          [start + 30, [x + (x - 400) * 1.6, 790 - scattered(i + 4) * 60]],
        ]),
        s: moving([
          [start, [30, 30]],
          [start + 30, [150, 150]],
        ]),
        o: moving([
          [start, 0],
          [start + 4, 90],
          [start + 30, 0],
        ]),
        from: start,
      },
    );
  });
  const stars = Array.from({ length: 14 }, (_, i) => {
    const start = Math.round(scattered(i + 2) * 60);
    const size = 30 + scattered(i * 2) * 70;
    return layer([group([star(4, 40, 12), fill(i % 3 === 0 ? '#ffe08a' : '#ffffff')])], {
      p: still([40 + scattered(i) * 720, 60 + scattered(i + 6) * 480]),
      s: moving([
        [start, [0, 0]],
        [start + 12, [size, size]],
        [start + 30, [0, 0]],
      ]),
      from: start,
    });
  });
  return animation('rocket', 106, [ship, ...smoke, ...stars]);
}

for (const drawn of [fireworks(), loveRain(), sportsCar(), rocket()]) {
  await writeFile(join(folder, `${drawn.nm}.json`), `${JSON.stringify(drawn, rounded)}\n`);
}

/** @param {string} _key @param {unknown} value */
function rounded(_key, value) {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
