import { describe, expect, it } from 'vitest';
import { deviceError } from './deviceErrors.ts';
import { levelOf } from './LevelMeter.ts';

describe('deviceError', () => {
  it.each([
    { kind: 'camera', name: 'NotAllowedError', code: 'camera_denied' },
    { kind: 'microphone', name: 'NotAllowedError', code: 'microphone_denied' },
    { kind: 'screen', name: 'NotAllowedError', code: 'screen_denied' },
    { kind: 'camera', name: 'NotReadableError', code: 'camera_busy' },
    { kind: 'microphone', name: 'AbortError', code: 'microphone_busy' },
    { kind: 'camera', name: 'NotFoundError', code: 'no_device' },
    { kind: 'camera', name: 'OverconstrainedError', code: 'no_device' },
  ] as const)('names $name of the $kind $code', ({ kind, name, code }) => {
    expect(deviceError(kind, new DOMException('', name)).code).toBe(code);
  });
});

describe('levelOf', () => {
  it('is 0 in silence, 1 at full scale, and in between by decibels', () => {
    expect(levelOf(new Float32Array(64))).toBe(0);
    expect(levelOf(new Float32Array(64).fill(1))).toBe(1);
    expect(levelOf(new Float32Array(64).fill(10 ** (-30 / 20)))).toBeCloseTo(0.5);
  });
});
