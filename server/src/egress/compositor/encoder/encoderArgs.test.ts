import { describe, expect, it } from 'vitest';
import { encoderArgs } from './encoderArgs.ts';

const optionOf = (args: string[], option: string) => args[args.indexOf(option) + 1];

describe('the encoder’s arguments', () => {
  it.each([
    [720, 1280, 25, '1797k'],
    [1920, 1080, 30, '4500k'],
    [160, 160, 25, '400k'],
  ])('%ix%i at %i', (width, height, frameRate, bitrate) => {
    const args = encoderArgs({ width, height, frameRate });
    expect(optionOf(args, '-b:v')).toBe(bitrate);
    expect(optionOf(args, '-bf')).toBe('0');
    expect(optionOf(args, '-tune')).toBe('zerolatency');
    expect(args.slice(-3)).toEqual(['-f', 'flv', 'pipe:1']);
    // Input options stand before the input.
    expect(args.indexOf('-probesize')).toBeLessThan(args.indexOf('-i'));
    expect(args.indexOf('-c:v')).toBeGreaterThan(args.indexOf('-i'));
  });
});
