import { maxPicturePixels } from '../rtp/decodableSize.ts';

/** Where a picture goes, and how it is made to fit: cut at the edges, or with black bars. The sides are even. */
export interface TileFormat {
  width: number;
  height: number;
  fit: 'cover' | 'contain';
}

/**
 * Pictures that are closer than this to the one before are not scaled and read: nobody would see them. Of 60 a second every second one
 * is left, of 30 all, however uneven their times.
 */
const closestS = 0.024;

/**
 * ffmpeg's arguments for a decoder: live Matroska on stdin, raw frames with their times as NUT on stdout. It looks at as little input
 * as it can before it begins, goes on after anything that it cannot decode, and keeps the timeline's times.
 */
const common = ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error', '-threads', '1'];
const input = ['-probesize', '32', '-analyzeduration', '0', '-fpsprobesize', '0', '-f', 'matroska'];
// `-threads 1` for the encoder too: with more, even raw pictures come out one late.
const output = [
  '-threads',
  '1',
  '-flush_packets',
  '1',
  '-strict',
  'experimental',
  '-syncpoints',
  'none',
  '-write_index',
  '0',
];

/** `fromMs`: pictures before it are decoded only because later ones need them. */
export function pictureDecoderArgs(tile: TileFormat, fromMs: number): string[] {
  return [
    ...[
      ...common,
      '-flags',
      'low_delay',
      '-max_pixels',
      String(maxPicturePixels),
      ...input,
      '-max_error_rate',
      '1',
      '-i',
      'pipe:0',
      '-copyts',
    ],
    ...['-map', '0:v:0', '-vf', pictureFilter(tile, fromMs), '-vsync', 'passthrough'],
    ...['-enc_time_base', '1:1000', '-c:v', 'rawvideo', ...output, '-f', 'nut', 'pipe:1'],
  ];
}

export function soundDecoderArgs(): string[] {
  return [
    ...[...common, ...input, '-max_error_rate', '1', '-i', 'pipe:0', '-copyts'],
    ...['-map', '0:a:0', '-c:a', 'pcm_s16le', '-ar', '48000', '-ac', '2', ...output, '-f', 'nut', 'pipe:1'],
  ];
}

function pictureFilter({ width, height, fit }: TileFormat, fromMs: number): string {
  const isDue = `gte(t\\,${(fromMs / 1000).toFixed(3)})`;
  const isApart = `(isnan(prev_selected_t)+gte(t-prev_selected_t\\,${closestS}))`;
  const chosen = `select=${isDue}*${isApart}`;
  const scale = `scale=${width}:${height}:flags=fast_bilinear`;
  const fitted =
    fit === 'cover'
      ? // Cut first: what is cut off need not be scaled.
        `crop=min(iw\\,ih*${width}/${height}):min(ih\\,iw*${height}/${width}),${scale},format=yuv420p`
      : `${scale}:force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuv420p,pad=${width}:${height}:-1:-1`;
  return `${chosen},${fitted},setsar=1`;
}
