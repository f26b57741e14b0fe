import { setTimeout as wait } from 'node:timers/promises';
import { type BarcodePath, barcodeFigures, settleSeconds } from './support/barcodeFigures.ts';
import { type BarcodeShow, openBarcodeShow, openRoomPage, readBarcode } from './support/barcodeShow.ts';
import type { Figure, Measurement } from './support/Measurement.ts';

const watchSeconds = 20;

const paths: BarcodePath[] = [
  { protocol: 'webrtc', p50: 100, p95: 250 },
  { protocol: 'flv', p95: 1000 },
  { protocol: 'llhls', p95: 2000 },
  { protocol: 'hls', p95: 5000 },
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

async function measure(show: BarcodeShow, path: BarcodePath): Promise<Figure[]> {
  const { protocol } = path;
  try {
    const page = await openRoomPage(show, protocol);
    await wait(settleSeconds * 1000);
    const samples = await readBarcode(page, watchSeconds);
    await page.context().close();
    return barcodeFigures(path, samples, watchSeconds);
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
