import { describe, expect, it } from 'vitest';
import { judgeReload, type ReloadVerdict } from './blockingReload.ts';

const part = { durationMs: 300, isIndependent: false, bytes: Buffer.alloc(0) };
const complete = { bytes: Buffer.alloc(0), parts: [part, part, part, part] };

describe('judgeReload', () => {
  // The playlist holds segments up to 9 and the first two parts of 10.
  const midSegment: [string, number, number | null, ReloadVerdict][] = [
    ['a segment that is there', 9, null, 'ready'],
    ['the segment being made', 10, null, 'wait'],
    ['a part that is there', 10, 1, 'ready'],
    ['the next part', 10, 2, 'wait'],
    ['a part within the advance limit', 10, 11, 'wait'],
    ['a part past the advance limit', 10, 12, 'too_far_ahead'],
    ['the first part of the next segment', 11, 0, 'wait'],
    ['two segments ahead', 12, null, 'wait'],
    ['three segments ahead', 13, null, 'too_far_ahead'],
    ['a part index past the end of a complete segment', 9, 9, 'ready'],
    ['something long gone', 1, 0, 'ready'],
  ];
  it.each(midSegment)('%s', (_name, msn, part, verdict) => {
    const find = (asked: number) => (asked >= 5 && asked <= 9 ? complete : undefined);
    expect(judgeReload({ msn, part }, { msn: 10, partIndex: 2 }, find, 340)).toBe(verdict);
  });

  it('takes a part past the end of the newest segment for the first of the next', () => {
    const find = () => complete;
    expect(judgeReload({ msn: 9, part: 4 }, { msn: 10, partIndex: 0 }, find, 340)).toBe('wait');
    expect(judgeReload({ msn: 9, part: 4 }, { msn: 10, partIndex: 1 }, find, 340)).toBe('ready');
    expect(judgeReload({ msn: 9, part: 3 }, { msn: 10, partIndex: 0 }, find, 340)).toBe('ready');
  });
});
