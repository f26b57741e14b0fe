import { expect, it } from 'vitest';
import { createSenderReport, readSenderReports } from './rtcp.ts';

const report = { ssrc: 7, ntpMs: 1_700_000_000_123, rtpTimestamp: 4_000_000_000 };

it('reads the reports of a compound packet, whatever lies between', () => {
  const other = Buffer.from('81ca000100000007', 'hex');
  const compound = Buffer.concat([
    createSenderReport(report),
    other,
    createSenderReport({ ...report, ssrc: 8 }),
  ]);
  const [first, second] = readSenderReports(compound);
  expect(first).toMatchObject({ ssrc: 7, rtpTimestamp: 4_000_000_000 });
  expect(first?.ntpMs).toBeCloseTo(report.ntpMs, 1);
  expect(second?.ssrc).toBe(8);
});

it.each([0, 3, 8, 27])('takes nothing from a report cut to %i bytes', (length) => {
  expect(readSenderReports(createSenderReport(report).subarray(0, length))).toEqual([]);
});
