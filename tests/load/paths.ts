import { setTimeout as wait } from 'node:timers/promises';
import {
  type BarcodeSamples,
  type BarcodeShow,
  openBarcodeShow,
  openRoomPage,
  readBarcode,
} from './support/barcodeShow.ts';
import { lipSyncOffsets } from './support/lipSync.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';

// A player closes in on its target latency during its first seconds.
const settleSeconds = 8;
const watchSeconds = 20;
const lipSyncMs = 80;

const paths = [
  { protocol: 'webrtc', p50: 100, p95: 250 },
  { protocol: 'flv', p50: null, p95: 1000 },
  { protocol: 'llhls', p50: null, p95: 2000 },
  { protocol: 'hls', p50: null, p95: 5000 },
];

/**
 * The whole way from one Chromium's camera to another's screen, by every protocol, in the real web app: how old the picture is, and how
 * far the sound is from it. Publisher, server and viewer share this machine and its clock.
 */
export const pathsMeasurement: Measurement = {
  name: 'paths',
  title: 'Glass to glass and lip sync, 640x360 at 30 fps in Chromium',
  async run() {
    const show = await openBarcodeShow();
    try {
      const figures: Figure[] = [];
      for (const path of paths) figures.push(...(await measure(show, path)));
      return figures;
    } finally {
      await show.close();
    }
  },
};

async function measure(show: BarcodeShow, path: (typeof paths)[number]): Promise<Figure[]> {
  const { protocol } = path;
  try {
    const page = await openRoomPage(show, protocol);
    await wait(settleSeconds * 1000);
    const samples = await readBarcode(page, watchSeconds);
    await page.context().close();
    return figuresOf(path, samples);
  } catch (error) {
    console.log(`  ✗ ${protocol}: ${error instanceof Error ? error.message : String(error)}`);
    return [
      {
        what: `${protocol}: glass to glass, p95`,
        value: Number.NaN,
        unit: 'ms',
        target: { atMost: path.p95 },
      },
    ];
  }
}

function figuresOf({ protocol, p50, p95 }: (typeof paths)[number], samples: BarcodeSamples): Figure[] {
  const { agesMs, damaged, flashesMs, beepsMs } = samples;
  const offsets = lipSyncOffsets(flashesMs, beepsMs);
  const absolute = offsets.map(Math.abs);
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
      value: agesMs.length / watchSeconds,
      unit: '1/s',
      target: { atLeast: 20 },
    },
    { what: `${protocol}: frames damaged`, value: damaged, unit: '' },
    { what: `${protocol}: sound after picture, median`, value: percentile(offsets, 0.5), unit: 'ms' },
    {
      what: `${protocol}: lip sync offset, p95`,
      value: percentile(absolute, 0.95),
      unit: 'ms',
      target: { atMost: lipSyncMs },
    },
  ];
}
