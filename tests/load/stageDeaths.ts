import type { FlvStageReader } from '../support/stage/FlvStageReader.ts';
import { marksOf } from '../support/stage/personClips.ts';
import { type CompositorProcesses, StageShow } from '../support/stage/StageShow.ts';
import { waitFor } from '../support/waitFor.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';
import { watchSeconds } from './support/seconds.ts';

const seats = [0, 1, 2];
const everybody = { 0: 0, 1: 1, 2: 2 };

/** Three people in one picture, read back by barcode and tone: what the death of each process costs, and everybody's lip sync. */
export const stageDeaths: Measurement = {
  name: 'stage-deaths',
  title: 'A stage of three in FLV: lip sync of each, and what deaths cost',
  async run() {
    const show = await StageShow.open({ LOG_LEVEL: 'error' });
    try {
      for (const seat of seats) await show.publish({ seat });
      const flv = await show.openFlv();
      await flv.recording.sees(everybody);
      return [
        ...(await lipSync(flv)),
        await decoderDeath(show, flv, 'SIGKILL'),
        await decoderDeath(show, flv, 'SIGSTOP'),
        await outage(show, flv, 'encoder'),
        await outage(show, flv, 'compositor'),
      ];
    } finally {
      await show.close();
    }
  },
};

async function lipSync({ recording }: FlvStageReader): Promise<Figure[]> {
  await recording.goesOn(watchSeconds(30) * 1000, 60_000);
  return seats.map((seat) => ({
    what: `lip sync of person ${seat}, p95 of the offset`,
    value: percentile(recording.lipSync(marksOf(seat)).map(Math.abs), 0.95),
    unit: 'ms',
    target: { atMost: 80 },
  }));
}

/** The two whose decoder lives: whose picture stood still longest. Whose died shows by standing still longer than they. */
async function decoderDeath(
  show: StageShow,
  { recording }: FlvStageReader,
  signal: 'SIGSTOP' | 'SIGKILL',
): Promise<Figure> {
  const { pictures } = await show.processes(seats.length);
  const sinceMs = recording.lastPicture?.atMs ?? 0;
  process.kill(pictures.at(-1) ?? -1, signal);
  await recording.goesOn(5000, 30_000);
  const stills = seats.map((seat) => recording.longestStillMs(seat, sinceMs)).sort((a, b) => a - b);
  await recording.sees(everybody);
  return {
    what: `${signal} of a decoder: longest still of the others`,
    value: Math.max(...stills.slice(0, -1), recording.longestPictureGapMs(sinceMs)),
    unit: 'ms',
    target: { atMost: 100 },
  };
}

/** From the kill to the first picture at the player that was made after it. */
async function outage(
  show: StageShow,
  { recording }: FlvStageReader,
  which: keyof Pick<CompositorProcesses, 'encoder' | 'compositor'>,
): Promise<Figure> {
  const processes = await show.processes(seats.length);
  const killedMs = Date.now();
  process.kill(processes[which], 'SIGKILL');
  const isAnother = async () => (await show.processes(seats.length))[which] !== processes[which];
  await waitFor(`another ${which}`, isAnother, { deadlineMs: 30_000 });
  await recording.sees(everybody);
  const times = recording.pictures.map(({ seenMs }) => seenMs).filter((seenMs) => seenMs > killedMs);
  const waits = times.map((seenMs, i) => seenMs - (times[i - 1] ?? killedMs));
  return {
    what: `kill -9 of the ${which}: longest wait for a picture`,
    value: Math.max(...waits),
    unit: 'ms',
    target: { atMost: 3000 },
  };
}
