import type { UserRef } from '@lianmai/shared';

/** Somebody of the demo who does not exist. */
export interface SyntheticCharacter {
  /** In the barcode; the seat too. */
  number: number;
  user: UserRef;
  width: number;
  height: number;
  /** Two colours of the background. */
  colours: readonly [string, string];
  toneHz: number;
}

/** Of numbers 0 to 8: notes of one chord; none is another's harmonic, and each has whole periods in 400 ms. */
export const toneHzOf = (number: number): number => tones[number % tones.length] ?? 440;
const tones = [262.5, 330, 392.5, 495, 587.5, 440, 697.5, 292.5, 830];

export const syntheticAnchor: UserRef = { id: 'synthetic-anchor', name: '演示主播 Demo', avatarUrl: null };

const user = (id: string, name: string): UserRef => ({ id: `synthetic-${id}`, name, avatarUrl: null });

/** The demo stage: the anchor and three CoHosts, one of them with a phone held upright. */
export const demoStage: readonly [SyntheticCharacter, ...SyntheticCharacter[]] = [
  {
    number: 0,
    user: syntheticAnchor,
    width: 640,
    height: 360,
    colours: ['0x3b1d5e', '0xc2376b'],
    toneHz: toneHzOf(0),
  },
  {
    number: 1,
    user: user('xiaoyu', '小雨 Xiaoyu'),
    width: 640,
    height: 360,
    colours: ['0x123a63', '0x1098ad'],
    toneHz: toneHzOf(1),
  },
  {
    number: 2,
    user: user('jay', '阿杰 Jay'),
    width: 360,
    height: 640,
    colours: ['0x4a2c12', '0xe8890c'],
    toneHz: toneHzOf(2),
  },
  {
    number: 3,
    user: user('mia', '米娅 Mia'),
    width: 640,
    height: 360,
    colours: ['0x14432a', '0x5fa62b'],
    toneHz: toneHzOf(3),
  },
];
