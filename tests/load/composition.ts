import { setTimeout as wait } from 'node:timers/promises';
import type { CompositionSettings } from '@lianmai/shared';
import { FlvReader } from '../support/FlvReader.ts';
import { type CompositorProcesses, StageShow } from '../support/stage/StageShow.ts';
import { cpuSeconds } from './support/cpu.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { watchSeconds } from './support/seconds.ts';

type Canvas = Extract<CompositionSettings['canvas'], 'portrait' | 'landscape'>;

const cases: { people: number; canvas: Canvas; seconds: number; atMostCores?: number }[] = [
  { people: 2, canvas: 'portrait', seconds: 20 },
  { people: 4, canvas: 'portrait', seconds: 60, atMostCores: 0.6 },
  { people: 9, canvas: 'portrait', seconds: 20 },
  { people: 2, canvas: 'landscape', seconds: 20 },
  { people: 4, canvas: 'landscape', seconds: 60, atMostCores: 0.6 },
  { people: 9, canvas: 'landscape', seconds: 20 },
];
const settleSeconds = 4;
/** Someone who looks at the picture could see it jerk. */
const lateMs = 80;

/**
 * What one picture of several people costs at 25 frames a second: decoders, compositor and encoder, without the SFU and the player.
 * Everybody sends 640x360 at 0.7 Mb/s with as much motion and noise as a camera; the player only counts.
 */
export const composition: Measurement = {
  name: 'composition',
  title: 'Composition for one FLV player, everybody at 640x360',
  async run() {
    const figures: Figure[] = [];
    for (const one of cases) figures.push(...(await measure(one)));
    return figures;
  },
};

async function measure({ people, canvas, seconds, atMostCores }: (typeof cases)[number]): Promise<Figure[]> {
  const show = await StageShow.open({ LOG_LEVEL: 'warn' });
  try {
    show.room.changeComposition({ canvas, layout: 'grid' });
    await show.publish({ seat: 0, isBusy: true });
    const player = await FlvReader.open(`${show.running.baseUrl}/live/${show.room.id}.flv`);
    for (let seat = 1; seat < people; seat += 1) await show.publish({ seat, isBusy: true });
    await show.processes(people);
    // Decoders are replaced while tiles find their size.
    await wait(settleSeconds * 1000);
    const watched = await watch(show, player, await show.processes(people), watchSeconds(seconds));
    player.close();
    return figuresOf(`${people} people, ${canvas}`, watched, atMostCores);
  } finally {
    await show.close();
  }
}

interface Watched {
  cores: { decoders: number; compositor: number; encoder: number };
  /** At the player, after the earliest of them relative to its timestamp. */
  latenessMs: number[];
  framesMissing: number;
}

async function watch(
  show: StageShow,
  player: FlvReader,
  { compositor, encoder, pictures, sounds }: CompositorProcesses,
  seconds: number,
): Promise<Watched> {
  const groups = { decoders: [...pictures, ...sounds], compositor: [compositor], encoder: [encoder] };
  const used = (pids: readonly number[]) => pids.map(cpuSeconds).reduce((sum, value) => sum + value, 0);
  const measureAll = () => ({
    decoders: used(groups.decoders),
    compositor: used(groups.compositor),
    encoder: used(groups.encoder),
  });
  const { composedFramesDropped: droppedBefore } = show.running.app.egress.stats();
  const before = measureAll();
  const startedMs = performance.now();
  await wait(seconds * 1000);
  const after = measureAll();
  const elapsedS = (performance.now() - startedMs) / 1000;
  const cores = (group: keyof typeof groups) => (after[group] - before[group]) / elapsedS;
  return {
    cores: { decoders: cores('decoders'), compositor: cores('compositor'), encoder: cores('encoder') },
    latenessMs: latenessOf(player, startedMs),
    framesMissing: show.running.app.egress.stats().composedFramesDropped - droppedBefore,
  };
}

function latenessOf(player: FlvReader, sinceMs: number): number[] {
  const pictures = player.frames.filter(
    ({ frame, arrivedMs }) => frame.kind === 'video' && arrivedMs >= sinceMs,
  );
  const delays = pictures.map(({ frame, arrivedMs }) => arrivedMs - frame.timestampMs);
  const least = delays.reduce((smallest, delay) => Math.min(smallest, delay), Number.POSITIVE_INFINITY);
  return delays.map((delay) => delay - least);
}

function figuresOf(who: string, { cores, latenessMs, framesMissing }: Watched, atMost?: number): Figure[] {
  const all = cores.decoders + cores.compositor + cores.encoder;
  const none = atMost === undefined ? {} : { target: { atMost: 0 } };
  return [
    { what: `${who}: decoders`, value: cores.decoders, unit: 'cores' },
    { what: `${who}: compositor`, value: cores.compositor, unit: 'cores' },
    { what: `${who}: encoder`, value: cores.encoder, unit: 'cores' },
    {
      what: `${who}: in all`,
      value: all,
      unit: 'cores',
      ...(atMost !== undefined && { target: { atMost } }),
    },
    { what: `${who}: latest picture`, value: Math.max(0, ...latenessMs), unit: 'ms' },
    {
      what: `${who}: pictures > ${lateMs} ms late`,
      value: latenessMs.filter((ms) => ms > lateMs).length,
      unit: '',
      ...none,
    },
    { what: `${who}: pictures dropped`, value: framesMissing, unit: '', ...none },
  ];
}
