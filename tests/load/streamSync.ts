import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type BarcodeShow, openBarcodeShow } from './support/barcodeShow.ts';
import { lipSyncOffsets } from './support/lipSync.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';

const run = promisify(execFile);
const watchSeconds = 20;
const lipSyncMs = 80;

/** Flash against beep by the timestamps in the stream itself, as ffmpeg decodes it: what a player that trusts them shows. */
export const streamSync: Measurement = {
  name: 'stream-sync',
  title: 'Lip sync in the egress streams, by their timestamps',
  async run() {
    const show = await openBarcodeShow();
    try {
      const flv = await measure(show, 'FLV', `${show.roomId}.flv`);
      const hls = await measure(show, 'HLS', `${show.roomId}/index.m3u8`);
      return [...flv, ...hls];
    } finally {
      await show.close();
    }
  },
};

async function measure({ running }: BarcodeShow, name: string, path: string): Promise<Figure[]> {
  const { flashesMs, beepsMs } = await decode(`${running.baseUrl}/live/${path}`);
  const offsets = lipSyncOffsets(flashesMs, beepsMs);
  return [
    {
      what: `${name}: pairs of flash and beep`,
      value: offsets.length,
      unit: '',
      target: { atLeast: watchSeconds / 2 },
    },
    { what: `${name}: sound after picture, median`, value: percentile(offsets, 0.5), unit: 'ms' },
    {
      what: `${name}: lip sync offset, p95`,
      value: percentile(offsets.map(Math.abs), 0.95),
      unit: 'ms',
      target: { atMost: lipSyncMs },
    },
  ];
}

/** When the flashing strip at the bottom of the picture turns bright, and when silence ends, in the stream's time. */
async function decode(url: string): Promise<{ flashesMs: number[]; beepsMs: number[] }> {
  const picture =
    '[0:v:0]crop=iw:ih/9:0:ih*8/9,scale=16:2,signalstats,metadata=print:key=lavfi.signalstats.YAVG[v]';
  const sound = '[0:a:0]silencedetect=n=-30dB:d=0.3[a]';
  const args = [
    '-hide_banner',
    '-nostats',
    '-nostdin',
    '-i',
    url,
    '-t',
    `${watchSeconds}`,
    '-filter_complex',
    `${picture};${sound}`,
  ];
  const outputs = ['-map', '[v]', '-map', '[a]', '-f', 'null', '-'];
  const { stderr } = await run('ffmpeg', [...args, ...outputs], {
    maxBuffer: 64 << 20,
    timeout: (watchSeconds + 20) * 1000,
  });
  return { flashesMs: flashesIn(stderr), beepsMs: beepsIn(stderr) };
}

function flashesIn(log: string): number[] {
  const flashes: number[] = [];
  let wasLit = true;
  for (const [, seconds, luma] of log.matchAll(/pts_time:([\d.]+)\s*\n[^\n]*YAVG=([\d.]+)/gu)) {
    const isLit = Number(luma) > 128;
    if (isLit && !wasLit) flashes.push(Number(seconds) * 1000);
    wasLit = isLit;
  }
  return flashes;
}

function beepsIn(log: string): number[] {
  return [...log.matchAll(/silence_end: ([\d.]+)/gu)].map(([, seconds]) => Number(seconds) * 1000);
}
