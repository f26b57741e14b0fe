import { barcodeSource } from '../../../server/src/ingest/barcode.ts';
import { toneHzOf } from '../../../server/src/ingest/syntheticPeople.ts';
import { personPicture } from '../../../server/src/ingest/syntheticSources.ts';
import { type Clip, h264Clip, opusClip, vp8Clip } from '../rtc/clips.ts';

/** By which a test knows somebody in picture and sound. */
export interface PersonMarks {
  /** 0 to 255, in the barcode. */
  number: number;
  /** Sounds all the time. */
  toneHz: number;
  /** Sounds for `beepMs` every `beepEveryMs`, while the barcode's first row is white. */
  beepHz: number;
}

const beepMs = 120;
const beepEveryMs = 2000;
/** Flash and beep begin so long after a whole second of the clip: no keyframe falls on them. */
const beepOffsetMs = 440;
/** The tones have whole periods in 400 ms, so that going on at another keyframe does not click. */
const keyframeEvery = 10;

const pulse = {
  everySeconds: beepEveryMs / 1000,
  offsetSeconds: beepOffsetMs / 1000,
  litSeconds: beepMs / 1000,
};

export function marksOf(number: number): PersonMarks {
  return { number, toneHz: toneHzOf(number), beepHz: 1500 + 250 * (number % 10) };
}

export interface PersonClipOptions {
  number: number;
  name: string;
  codec?: 'H264' | 'VP8' | undefined;
  size?: { width: number; height: number } | undefined;
  /** As hard to encode and decode as a camera's picture; else next to nothing moves. */
  isBusy?: boolean | undefined;
}

const defaultSize = { width: 640, height: 360 };

const made = new Map<string, Promise<Clip>>();

/** Made once in a process. */
export function personVideoClip(options: PersonClipOptions): Promise<Clip> {
  return remember(`video ${JSON.stringify(options)}`, () => {
    const { codec = 'H264', size = defaultSize } = options;
    const video = {
      source: personPictureSource(options),
      bitrateBps: Math.round(size.width * size.height * 3),
      keyframeEvery,
    };
    return codec === 'VP8' ? vp8Clip(video) : h264Clip(video);
  });
}

/** ffmpeg's source of the picture, without an end. */
export function personPictureSource(options: PersonClipOptions): string {
  const { size = defaultSize, isBusy } = options;
  return isBusy ? busyPicture(options.number, size) : calmPicture(options, size);
}

function calmPicture({ number, name }: PersonClipOptions, size: { width: number; height: number }): string {
  return personPicture({ number, name, ...size, colours: coloursOf(number), pulse });
}

function busyPicture(number: number, { width, height }: { width: number; height: number }): string {
  const code = barcodeSource({ number, shortSide: Math.min(width, height), frameRate: 25, pulse });
  const background = `testsrc2=s=${width}x${height}:r=25,noise=alls=8:allf=t`;
  return `${background}[background];${code}[code];[background][code]overlay=x=(W-w)/2:y=(H-h)/2`;
}

export function personSoundClip(number: number): Promise<Clip> {
  return remember(`sound ${number}`, () => opusClip(personSoundSource(number)));
}

/** ffmpeg's source of the sound, without an end. */
export function personSoundSource(number: number): string {
  const { toneHz, beepHz } = marksOf(number);
  const sinceBeep = `mod(t+${(beepEveryMs - beepOffsetMs) / 1000},${beepEveryMs / 1000})`;
  const beep = `0.2*sin(2*PI*${beepHz}*t)*lt(${sinceBeep},${beepMs / 1000})`;
  return `aevalsrc='0.06*sin(2*PI*${toneHz}*t)+${beep}':s=48000:c=mono`;
}

function remember(key: string, make: () => Promise<Clip>): Promise<Clip> {
  const clip = made.get(key) ?? make();
  made.set(key, clip);
  return clip;
}

/** Far apart from the next number's. */
function coloursOf(number: number): [string, string] {
  const channel = (shift: number) => 40 + ((number * 67 + shift * 89) % 120);
  const colour = (shift: number) =>
    `0x${[0, 1, 2]
      .map((i) =>
        channel(i + shift)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
  return [colour(0), colour(2)];
}
