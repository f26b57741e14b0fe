import { childrenOf } from '../support/childProcesses.ts';
import type { FlvStageReader } from '../support/stage/FlvStageReader.ts';
import type { RtmpPerson } from '../support/stage/RtmpPerson.ts';
import type { StageRecording } from '../support/stage/StageRecording.ts';
import { StageShow } from '../support/stage/StageShow.ts';
import { coresOver } from './support/cpu.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';
import { watchSeconds } from './support/seconds.ts';

const lipSyncMs = 120;
const trustedSeconds = 40;
/** Everybody beeps every two seconds; the first and the last may be outside. */
const pairsIn = (seconds: number) => Math.floor(seconds / 2) - 2;

const encodings = {
  'RTMP guest, copied': undefined,
  'RTMP guest with B-frames, encoded anew': {
    video: ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-bf', '2'],
  },
};

/**
 * A stage of four: the anchor and one guest over WebRTC, two guests over RTMP. Players of FLV and LL-HLS read barcodes and tones of the
 * composition: when is a pushing guest seen with everybody else, and is heard what is seen?
 */
export const rtmpGuest: Measurement = {
  name: 'rtmp-guest',
  title: 'Guests over RTMP in the composition',
  async run() {
    const show = await StageShow.open({ LOG_LEVEL: 'warn', RTMP_PORT: '0' });
    try {
      await show.publish({ seat: 0 });
      const readers = { FLV: await show.openFlv(), 'LL-HLS': await show.openHls() };
      const browserGuest = await show.publish({ seat: 1 });
      await readers.FLV.recording.sees({ 0: 0, 1: 1 });
      const figures: Figure[] = [];
      const people: Record<string, Pick<RtmpPerson, 'marks'>> = { 'browser guest': browserGuest };
      for (const [who, encoding] of Object.entries(encodings)) {
        const number = Object.keys(people).length + 1;
        const startedAtMs = Date.now();
        people[who] = await show.pushGuest({ number, ...(encoding && { encoding }) });
        figures.push(await seenAfter(readers.FLV, number, who, startedAtMs));
      }
      const everybody = { 0: 0, 1: 1, 2: 2, 3: 3 };
      // While tiles move, flashes cannot be read.
      const settled = await Promise.all(
        Object.entries(readers).map(async ([name, { recording }]) => {
          const { atMs } = await recording.sees(everybody);
          return { name, recording, sinceMs: atMs };
        }),
      );
      const seconds = watchSeconds(trustedSeconds);
      const [cores] = await Promise.all([
        coresOfIngests(seconds),
        readers.FLV.recording.goesOn(seconds * 1000),
      ]);
      for (const [who, { marks }] of Object.entries(people))
        for (const { name, recording, sinceMs } of settled)
          figures.push(...lipSync(`${name}: ${who}`, recording.lipSync(marks, sinceMs), pairsIn(seconds)));
      return [...figures, ...cores, ...stillness(readers.FLV.recording, people)];
    } finally {
      await show.close();
    }
  },
};

async function seenAfter(
  { recording }: FlvStageReader,
  number: number,
  who: string,
  startedAtMs: number,
): Promise<Figure> {
  const bySeat = Object.fromEntries(Array.from({ length: number + 1 }, (_, seat) => [seat, seat]));
  const { seenMs } = await recording.sees(bySeat, 60_000);
  return { what: `FLV: ${who}, asked → seen with all`, value: seenMs - startedAtMs, unit: 'ms' };
}

/** What each pushed stream costs the server on its way to RTP. */
async function coresOfIngests(seconds: number): Promise<Figure[]> {
  const ingests = (await childrenOf(process.pid)).filter(
    ({ command }) => command.includes('pipe:0') && command.includes('rtp:'),
  );
  const cores = await coresOver(
    seconds,
    ingests.map(({ pid }) => pid),
  );
  return ingests.map(({ command }, i) => ({
    what: `ffmpeg of a stream that is ${command.includes('libx264') ? 'encoded anew' : 'copied'}`,
    value: cores[i] ?? Number.NaN,
    unit: 'cores',
  }));
}

function lipSync(what: string, offsets: readonly number[], pairs: number): Figure[] {
  return [
    { what: `${what}: pairs`, value: offsets.length, unit: '', target: { atLeast: pairs } },
    { what: `${what}: sound after picture, p50`, value: percentile(offsets, 0.5), unit: 'ms' },
    {
      what: `${what}: lip sync, p95`,
      value: percentile(offsets.map(Math.abs), 0.95),
      unit: 'ms',
      target: { atMost: lipSyncMs },
    },
  ];
}

function stillness(recording: StageRecording, people: Record<string, Pick<RtmpPerson, 'marks'>>): Figure[] {
  const allThere = recording.pictures.find((picture) => picture.people.size === 4)?.atMs;
  return Object.entries(people).map(([who, { marks }]) => ({
    what: `FLV: ${who}, longest still`,
    value: recording.longestStillMs(marks.number, allThere),
    unit: 'ms',
  }));
}
