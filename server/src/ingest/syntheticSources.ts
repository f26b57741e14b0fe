import { barcodeSource } from './barcode.ts';
import type { SyntheticCharacter } from './syntheticPeople.ts';
import { type SyntheticSource, syntheticFrameRate } from './syntheticTracks.ts';

/**
 * A slow gradient with a moving test card and its running seconds: shows at a glance that the picture moves, and how late it is.
 * Drawn small and scaled up, the gradient costs a seventh of what it costs at full size, and is smoother. To it one soft plucked
 * note a second, four in turn.
 */
export const testCardSource: SyntheticSource = {
  picture:
    `gradients=s=160x90:r=${syntheticFrameRate}:c0=0x1b1140:c1=0xd6336c:c2=0x4263eb:n=3:speed=0.012,` +
    'scale=1280x720:flags=bilinear,format=yuv420p[background];' +
    `testsrc2=s=640x360:r=${syntheticFrameRate},format=yuv420p[card];` +
    "[background][card]overlay=x='320+120*sin(t/3)':y='180+70*cos(t/4)'",
  sound: soundSource('0.2*sin(2*PI*t*(262+65*floor(mod(t,4))))*exp(-5*mod(t,1))'),
  videoBps: 2_000_000,
};

const noteEverySeconds = 2;
const noteOffsetSeconds = 0.5;

/** A person with a barcode, who plays a note of their own every other second, one person after the other. */
export function personSource(person: SyntheticCharacter): SyntheticSource {
  const offsetSeconds = (person.number * noteOffsetSeconds) % noteEverySeconds;
  const sinceNote = `mod(t+${noteEverySeconds - offsetSeconds},${noteEverySeconds})`;
  // It begins within 5 ms instead of at once, which would click, and never dies away wholly.
  const envelope = `min(1,200*${sinceNote})*exp(-1.2*${sinceNote})`;
  const pulse = { everySeconds: noteEverySeconds, offsetSeconds, litSeconds: 0.12 };
  return {
    picture: personPicture({ ...person, name: person.user.name, pulse }),
    sound: soundSource(`0.12*sin(2*PI*t*${person.toneHz})*${envelope}`),
    videoBps: 600_000,
  };
}

export interface PersonPicture extends Pick<SyntheticCharacter, 'number' | 'width' | 'height' | 'colours'> {
  /** Letters, digits and spaces. */
  name: string;
  pulse: Parameters<typeof barcodeSource>[0]['pulse'];
}

/** Background and name are drawn once; what moves is small. */
export function personPicture({ number, name, width, height, colours, pulse }: PersonPicture): string {
  const [from, to] = colours;
  const frameRate = syntheticFrameRate;
  const shortSide = Math.min(width, height);
  const text = `text='${name}':font='Noto Sans CJK SC':fontcolor=white:fontsize=${Math.round(shortSide / 9)}`;
  const still =
    `gradients=s=${width}x${height}:r=${frameRate}:d=${1 / frameRate}:n=2:c0=${from}:c1=${to}:x0=0:y0=0:x1=${width}:y1=${height},` +
    `format=yuv420p,drawtext=${text}:x=(w-tw)/2:y=(h-${Math.round(shortSide * 0.48)})/2-th*1.5,loop=loop=-1:size=1`;
  const dot = `color=c=white@0.5:s=${evenShare(shortSide)}x${evenShare(shortSide)}:r=${frameRate},format=yuva420p`;
  const orbit = "x='(W-w)/2+W*0.42*cos(t*1.3)':y='(H-h)/2+H*0.42*sin(t*1.3)'";
  return (
    `${still}[still];${dot}[dot];[still][dot]overlay=${orbit}[moving];` +
    `${barcodeSource({ number, shortSide, frameRate, pulse })}[code];[moving][code]overlay=x=(W-w)/2:y=(H-h)/2`
  );
}

function soundSource(expression: string): string {
  return `aevalsrc='${expression}':s=48000:c=stereo`;
}

/** An eighteenth, even. */
function evenShare(length: number): number {
  return Math.round(length / 36) * 2;
}
