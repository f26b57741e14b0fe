import { maxPicturePixels } from '../rtp/decodableSize.ts';

/** Of the longer side of a still of one person, and of each side of a tile where there are several. */
const longSide = 480;
const tileSide = 240;

/** ffmpeg's arguments for a still: Matroska with one keyframe a track on stdin, one JPEG on stdout. Several people stand in a grid. */
export function stillArgs(people: number): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error', '-threads', '1'],
    ...['-max_pixels', String(maxPicturePixels), '-probesize', '1000000', '-analyzeduration', '0'],
    ...['-fpsprobesize', '0', '-f', 'matroska', '-i', 'pipe:0'],
    ...['-filter_complex', people === 1 ? `[0:0]${fitted}[out]` : grid(people), '-map', '[out]'],
    ...['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '6', '-threads', '1', '-f', 'mjpeg', 'pipe:1'],
  ];
}

const shrink = `min(1\\,${longSide}/max(iw\\,ih))`;
const fitted = `scale=max(2\\,trunc(iw*${shrink}/2)*2):max(2\\,trunc(ih*${shrink}/2)*2):flags=fast_bilinear,format=yuvj420p`;
const tile = [
  'crop=min(iw\\,ih):min(iw\\,ih)',
  `scale=${tileSide}:${tileSide}:flags=fast_bilinear`,
  'setsar=1,format=yuvj420p',
].join(',');

function grid(people: number): string {
  const indices = Array.from({ length: people }, (_, i) => i);
  const columns = Math.ceil(Math.sqrt(people));
  const places = indices.map((i) => `${(i % columns) * tileSide}_${Math.floor(i / columns) * tileSide}`);
  const tiles = indices.map((i) => `[0:${i}]${tile}[t${i}]`).join(';');
  const inputs = indices.map((i) => `[t${i}]`).join('');
  return `${tiles};${inputs}xstack=inputs=${people}:layout=${places.join('|')}:fill=black[out]`;
}
