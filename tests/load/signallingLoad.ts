import { setTimeout as wait } from 'node:timers/promises';
import { StageShow } from '../support/stage/StageShow.ts';
import type { Figure, Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';
import { playElsewhere } from './support/playElsewhere.ts';
import { watchSeconds } from './support/seconds.ts';

const everyMs = 60;
const seconds = 20;
const people = 9;

/**
 * Round trips of signalling requests while nine people are on air, without and with the composition of all nine: it runs in processes
 * of its own. Publishers, server and client share this process in both; the player has its own.
 */
export const signallingLoad: Measurement = {
  name: 'signalling-load',
  title: 'Signalling round trip, nine people on air, without and with their composition',
  async run() {
    const show = await StageShow.open({ LOG_LEVEL: 'warn' });
    try {
      show.room.changeComposition({ mode: 'never' });
      await show.publish({ seat: 0, isBusy: true });
      const stopPlayer = await playElsewhere(`${show.running.baseUrl}/live/${show.room.id}.flv`);
      for (let seat = 1; seat < people; seat += 1) await show.publish({ seat, isBusy: true });
      const without = await roundTrips(show);
      show.room.changeComposition({ mode: 'always' });
      await show.processes(people);
      await wait(3000);
      const during = await roundTrips(show);
      await stopPlayer();
      return [...figuresOf('solo', without), ...figuresOf('composed', during)];
    } finally {
      await show.close();
    }
  },
};

async function roundTrips({ host }: StageShow): Promise<number[]> {
  const times: number[] = [];
  const untilMs = performance.now() + watchSeconds(seconds) * 1000;
  while (performance.now() < untilMs) {
    const startedMs = performance.now();
    await host.request('listViewers', {});
    times.push(performance.now() - startedMs);
    await wait(everyMs);
  }
  return times;
}

function figuresOf(name: string, times: number[]): Figure[] {
  return [
    { what: `${name}: p50`, value: percentile(times, 0.5), unit: 'ms' },
    { what: `${name}: p95`, value: percentile(times, 0.95), unit: 'ms' },
    { what: `${name}: slowest`, value: Math.max(...times), unit: 'ms' },
  ];
}
