/**
 * Text that people write and others see, without what makes it lie about itself: control and bidi characters, invisible ones, towers of
 * combining marks. Joiners and variation selectors stay where writing needs them: emoji sequences, Persian, Indic scripts, variants of 汉字.
 */
export function cleanText(raw: string): string {
  const spaced = raw.normalize('NFC').replace(spaces, ' ');
  const kept = keepNeeded(spaced.replace(forbidden, ''));
  return kept.replace(towers, '$1').replace(/ {2,}/g, ' ').trim();
}

/** What a reader calls a character: an emoji of seven code points is one. */
export function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Every kind of space and line break becomes one plain space. */
const spaces = /[\s\p{Z}\u2800]/gu;
/** Control, private, unassigned, lone surrogates, interlinear annotation, bidi controls. */
const forbidden = /[\p{Cc}\p{Co}\p{Cn}\p{Cs}\ufff9-\ufffb\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/gu;
/** More than four marks on one letter is no writing. */
const towers = /((?:\p{Mn}|\p{Me}){4})(?:\p{Mn}|\p{Me})+/gu;

/** Removes every invisible character that stands where no writing needs it. */
function keepNeeded(text: string): string {
  return text.replace(invisible, (mark, ...rest: unknown[]) => {
    const at = rest.find((value) => typeof value === 'number') ?? 0;
    return isNeeded(mark, text.slice(Math.max(0, at - 16), at), text.slice(at + mark.length, at + 8))
      ? mark
      : '';
  });
}

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

function isNeeded(mark: string, before: string, after: string): boolean {
  const codePoint = mark.codePointAt(0) ?? 0;
  if (codePoint === zeroWidthJoiner)
    return (emojiBefore.test(before) && emojiAfter.test(after)) || joinsLetters(before, after);
  if (codePoint === zeroWidthNonJoiner) return joinsLetters(before, after);
  if (codePoint === 0xfe0e || codePoint === 0xfe0f) return /[\p{Emoji}\p{So}\p{Sm}]$/u.test(before);
  if (codePoint >= 0xe0100 && codePoint <= 0xe01ef) return /\p{Unified_Ideograph}$/u.test(before);
  if (codePoint >= 0xe0020 && codePoint <= 0xe007f) return flagOfRegion.test(before);
  return isVisibleFormat(codePoint);
}

const zeroWidthNonJoiner = 0x200c;
const zeroWidthJoiner = 0x200d;
const emojiBefore = /\p{Extended_Pictographic}[\ufe0e\ufe0f]?\p{Emoji_Modifier}?$/u;
const emojiAfter = /^\p{Extended_Pictographic}/u;
/** Tags spell the region of a flag: England, Scotland, Wales. */
const flagOfRegion = /\u{1f3f4}[\u{e0020}-\u{e007e}]{0,6}$/u;

/** Scripts in which a joiner or non-joiner changes the shape of what stands beside it. */
const joining =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const joiningBefore = new RegExp(`${joining}$`, 'u');
const joiningAfter = new RegExp(`^${joining}`, 'u');

function joinsLetters(before: string, after: string): boolean {
  return joiningBefore.test(before) && joiningAfter.test(after);
}

/** Arabic number signs and the like are format characters that one sees. */
function isVisibleFormat(codePoint: number): boolean {
  return (codePoint >= 0x600 && codePoint <= 0x605) || codePoint === 0x6dd || codePoint === 0x70f;
}
