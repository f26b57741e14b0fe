import { describe, expect, it } from 'vitest';
import { partLine, troubleLines } from './summary.mjs';

const counts = { passed: 2, failed: 1, skipped: 0 };

describe('the summary', () => {
  it('has one line a part, with the reason where no test says it', () => {
    const line = partLine({
      ...counts,
      title: 'Unit tests',
      tookMs: 1_250,
      note: 'it left processes behind',
    });
    expect(line).toMatch(/^✗ Unit tests +2 passed, 1 failed +1\.3 s {2}it left processes behind$/u);
  });

  it('says what failed and what was flaky, without colours and without the whole stack', () => {
    const message = `\u001b[31mError: late\u001b[39m\n${'at somewhere\n'.repeat(50)}`;
    const lines = troubleLines({
      ...counts,
      failures: [{ name: 'a test', message }],
      flaky: [{ name: 'a race', message: 'Error: early' }],
    });
    expect(lines.slice(0, 2)).toEqual(['FAILED a test', '    Error: late']);
    expect(lines.slice(-3)).toEqual(['FLAKY, passed at the second try: a race', '    Error: early', '']);
    expect(lines.length).toBeLessThan(20);
  });

  it('says nothing of a part that went well', () => {
    expect(troubleLines({ passed: 1, failed: 0, skipped: 0 })).toEqual([]);
  });
});
