import { openBarcodeShow, openRoomPage, readBarcode } from './support/barcodeShow.ts';
import { lipSyncOffsets } from './support/lipSync.ts';
import { percentile } from './support/percentile.ts';

const show = await openBarcodeShow();
const page = await openRoomPage(show, 'webrtc');
await new Promise((r) => setTimeout(r, 8000));
const s = await readBarcode(page, 12);
const o = lipSyncOffsets(s.flashesMs, s.beepsMs);
console.log(
  'n',
  s.agesMs.length / 12,
  'p50',
  percentile(s.agesMs, 0.5),
  'p95',
  percentile(s.agesMs, 0.95),
  'lip',
  o.map(Math.round),
);
const st = await page.evaluate(() => (window as any).lianmaiDebug?.ladder?.state.getSnapshot().stats);
console.log(st);
await show.close();
process.exit(0);
