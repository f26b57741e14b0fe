import type { BarcodeSamples } from './barcodeShow.ts';
import { lipSyncOffsets } from './lipSync.ts';
import type { Figure } from './Measurement.ts';
import { percentile } from './percentile.ts';

/** A player closes in on its target latency during its first seconds. */
export const settleSeconds = 8;
const lipSyncMs = 80;

/** A way to the viewer, and how old the picture may be at its end, ms. */
export interface BarcodePath {
  protocol: string;
  p50?: number;
  p95: number;
}

/** What one viewer has read in `seconds`: how old the picture was, and how far the sound from it. */
export function barcodeFigures(
  { protocol, p50, p95 }: BarcodePath,
  { agesMs, damaged, flashesMs, beepsMs }: BarcodeSamples,
  seconds: number,
): Figure[] {
  const offsets = lipSyncOffsets(flashesMs, beepsMs);
  return [
    {
      what: `${protocol}: glass to glass, p50`,
      value: percentile(agesMs, 0.5),
      unit: 'ms',
      ...(p50 && { target: { atMost: p50 } }),
    },
    {
      what: `${protocol}: glass to glass, p95`,
      value: percentile(agesMs, 0.95),
      unit: 'ms',
      target: { atMost: p95 },
    },
    // Fewer: the machine cannot follow, and the other figures are its own.
    {
      what: `${protocol}: frames read`,
      value: agesMs.length / seconds,
      unit: '1/s',
      target: { atLeast: 20 },
    },
    { what: `${protocol}: frames damaged`, value: damaged, unit: '' },
    { what: `${protocol}: sound after picture, median`, value: percentile(offsets, 0.5), unit: 'ms' },
    {
      what: `${protocol}: lip sync offset, p95`,
      value: percentile(offsets.map(Math.abs), 0.95),
      unit: 'ms',
      target: { atMost: lipSyncMs },
    },
  ];
}
