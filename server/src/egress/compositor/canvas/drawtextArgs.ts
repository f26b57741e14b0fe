export interface TextSize {
  /** Of the mask that is rendered, even. */
  width: number;
  height: number;
  fontSize: number;
}

const font = 'Noto Sans CJK SC';

/** ffmpeg's arguments for one line of text as a mask: white on black, one byte a pixel, on stdout. */
export function drawtextArgs(text: string, { width, height, fontSize }: TextSize): string[] {
  const options = [
    `font=${escaped(font)}`,
    `text=${escaped(text)}`,
    'expansion=none',
    'fontcolor=white',
    `fontsize=${fontSize}`,
    'x=2',
    // All names on one line, whatever letters they have.
    `y=${Math.round(height * 0.75)}-ascent`,
  ];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error', '-threads', '1'],
    ...['-f', 'lavfi', '-i', `color=c=black:s=${width}x${height}:r=1`],
    ...['-vf', `format=gray,drawtext=${options.join(':')}`],
    ...['-frames:v', '1', '-pix_fmt', 'gray', '-f', 'rawvideo', 'pipe:1'],
  ];
}

/**
 * Text as part of a filter graph. Names are written by anybody: every ASCII character that is not a letter or digit is escaped for both
 * parsers that see it (the graph's, then the filter's), so that none means anything to them.
 */
function escaped(text: string): string {
  const once = text.replace(/[^A-Za-z0-9\u0080-\u{10ffff}]/gu, '\\$&');
  return once.replace(/[^A-Za-z0-9\u0080-\u{10ffff}]/gu, '\\$&');
}

const undrawable = [
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\p{Variation_Selector}]',
  '\\p{Extended_Pictographic}',
  '\\p{Emoji_Modifier}',
  '\\p{Regional_Indicator}',
];
const undrawablePattern = new RegExp(undrawable.join('|'), 'gu');

/** One line of what fonts can show: no control characters, and no emoji, which drawtext has no colours for. */
export function drawableText(text: string, maxCharacters: number): string {
  const plain = text.normalize('NFC').replace(undrawablePattern, ' ').replace(/\s+/gu, ' ').trim();
  const characters = [...plain];
  if (characters.length <= maxCharacters) return plain;
  return `${characters.slice(0, maxCharacters - 1).join('')}…`;
}
