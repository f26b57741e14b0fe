import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CustomLayout, canvasSizes, defaultCompositionSettings } from '@lianmai/shared';
import { SystemClock } from '../../server/src/core/Clock.ts';
import { createLogger } from '../../server/src/core/logger.ts';
import type { VideoFrame } from '../../server/src/egress/compositor/CompositorPerson.ts';
import { CanvasPainter } from '../../server/src/egress/compositor/canvas/CanvasPainter.ts';
import { fill, yuvOfHex } from '../../server/src/egress/compositor/canvas/colour.ts';
import { createOverlay, layOver } from '../../server/src/egress/compositor/canvas/Overlay.ts';
import { Picture, type PixelBox } from '../../server/src/egress/compositor/canvas/Picture.ts';
import { ScenePainter } from '../../server/src/egress/compositor/canvas/ScenePainter.ts';
import { pillMask } from '../../server/src/egress/compositor/canvas/shapes.ts';
import type { ScenePerson } from '../../server/src/egress/compositor/protocol.ts';
import { SceneLayout } from '../../server/src/egress/compositor/SceneLayout.ts';

/*
 * The pictures in docs/layouts.md, drawn by the code that draws shows: `node tests/load/layoutPictures.ts`. Run it again when layouts,
 * labels or placeholders change.
 */

const folder = join(import.meta.dirname, '../../docs/images/layouts');
const names = ['主播小雨', 'Anna', '大卫', '阿福', 'Maria', '老王', '晓晓', 'Tom', '小林'];
const grounds = [
  '#3b5b8c',
  '#8c5b3b',
  '#4d7c57',
  '#7a4d7c',
  '#8c7f3b',
  '#3b7f8c',
  '#8c3b55',
  '#5b5b8c',
  '#5f7a3b',
];

interface Sample {
  file: string;
  canvas: keyof typeof canvasSizes;
  layout: typeof defaultCompositionSettings.layout;
  count: number;
  withRival?: boolean;
  /** The seat whose camera is off. */
  off?: number;
}

const custom = CustomLayout.parse({
  tiles: [
    { seat: 0, x: 0, y: 0, width: 1, height: 1 },
    { seat: 1, x: 0.62, y: 0.06, width: 0.34, height: 0.22, z: 1 },
    { seat: 2, x: 0.04, y: 0.72, width: 0.34, height: 0.22, z: 1 },
  ],
});

const samples: Sample[] = [
  ...[2, 3, 4, 6, 9].map((count) => ({ ...sampleOf('grid', 'portrait', count), off: 1 })),
  ...[2, 4, 9].map((count) => sampleOf('grid', 'landscape', count)),
  ...[2, 3, 4, 7].map((count) => sampleOf('anchorStrip', 'portrait', count)),
  ...[2, 4].map((count) => sampleOf('anchorStrip', 'landscape', count)),
  sampleOf('pictureInPicture', 'portrait', 4),
  sampleOf('pictureInPicture', 'landscape', 3),
  { ...sampleOf('sideBySide', 'portrait', 1), withRival: true },
  { ...sampleOf('sideBySide', 'landscape', 3), withRival: true },
  { file: 'custom-portrait-3', canvas: 'portrait', layout: custom, count: 3 },
];

function sampleOf(
  layout: Exclude<Sample['layout'], object>,
  canvas: Sample['canvas'],
  count: number,
): Sample {
  return { file: `${layout}-${canvas}-${count}`, canvas, layout, count };
}

function sceneOf({ layout, count, withRival, off }: Sample) {
  const people: ScenePerson[] = names.slice(0, count).map((name, seat) => ({
    ...{ personId: `p${seat}`, roomId: 'room', seat, isRival: false, userId: `u${seat}`, name },
    ...{ hasPicture: seat !== off, isHeard: true },
  }));
  const rival = { personId: 'rival', roomId: 'other', seat: 0, isRival: true, userId: 'u9', name: '对手' };
  if (withRival) people.push({ ...rival, hasPicture: true, isHeard: true });
  return { people, settings: { ...defaultCompositionSettings, layout } };
}

/** Head and shoulders. */
function portraitOf(index: number, { width, height }: PixelBox): VideoFrame {
  const picture = new Picture(width, height);
  fill(picture, { x: 0, y: 0, width, height }, yuvOfHex(grounds[index % grounds.length] ?? '#808080'));
  const even = (value: number) => Math.round(value / 2) * 2;
  const unit = Math.min(width, height);
  const lay = (w: number, h: number, y: number, hex: string) => {
    const mask = pillMask(even(w), even(h), 1);
    layOver(
      picture,
      createOverlay([{ mask, colour: yuvOfHex(hex) }]),
      even((width - mask.width) / 2),
      even(y),
    );
  };
  const headY = height / 2 - unit * 0.3;
  lay(unit * 0.72, unit * 1.4, headY + unit * 0.44, '#2c3038');
  lay(unit * 0.38, unit * 0.46, headY, '#e8c4a6');
  return { width, height, timestampMs: 0, data: picture.data };
}

async function writePng(file: string, picture: Buffer, { width, height }: { width: number; height: number }) {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-i', 'pipe:0'];
  const output = [
    '-vf',
    'scale=in_color_matrix=bt709:w=iw/3:h=-2:flags=area',
    '-pix_fmt',
    'rgb24',
    '-y',
    file,
  ];
  const child = spawn('ffmpeg', ['-v', 'error', ...input, ...output], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.stdin?.end(picture);
  await once(child, 'exit');
}

const log = createLogger({ level: 'warn' });
const scenePainter = new ScenePainter({ ffmpegPath: 'ffmpeg', clock: new SystemClock(), log });
await mkdir(folder, { recursive: true });
for (const sample of samples) {
  const size = canvasSizes[sample.canvas];
  const scene = sceneOf(sample);
  const layout = new SceneLayout(scene, size);
  const draw = () => {
    const frameOf = (personId: string) => {
      const index = scene.people.findIndex((person) => person.personId === personId);
      const place = layout.placeOf(personId);
      return place?.person.hasPicture
        ? portraitOf(index === -1 ? 0 : index + (index === sample.count ? 5 : 0), place.box)
        : null;
    };
    return new CanvasPainter(size.width, size.height).paint(layout, scenePainter.tilesOf(layout, frameOf));
  };
  draw();
  while (scenePainter.isPainting) await wait(20);
  await writePng(join(folder, `${sample.file}.png`), draw(), size);
}
scenePainter.close();
