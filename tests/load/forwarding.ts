import { setTimeout as wait } from 'node:timers/promises';
import { openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { ViewerCrowd } from '../support/rtc/ViewerCrowd.ts';
import { startApp } from '../support/startApp.ts';
import { coresOver } from './support/cpu.ts';
import type { Figure, Measurement } from './support/Measurement.ts';

const overSeconds = 8;
const crowds = [20, 60];

interface Load {
  viewers: number;
  cores: number;
  packetsPerSecond: number;
  bitsPerSecond: number;
  lostShare: number;
}

/**
 * What forwarding costs: CPU of the one media worker by packet that reached a viewer. The viewers do real DTLS-SRTP in a process of
 * their own; they negotiate no RTX and no bandwidth estimation.
 */
export const forwarding: Measurement = {
  name: 'forwarding',
  title: 'Forwarding one ~1 Mb/s stream (H.264 + Opus), one worker',
  async run() {
    const loads: Load[] = [];
    for (const viewers of crowds) loads.push(await measure(viewers));
    return loads.flatMap(figuresOf);
  },
};

async function measure(viewers: number): Promise<Load> {
  const running = await startApp({ MEDIA_WORKERS: '1', LOG_LEVEL: 'warn' });
  const crowd = new ViewerCrowd();
  try {
    const room = await openLiveClipRoom(running.app, 'forwarding');
    await crowd.join({ baseUrl: running.baseUrl, roomId: room.roomId, count: viewers, withinMs: 2000 });
    // The burst of keyframes is over.
    await wait(2000);
    const load = await watch(crowd, running.app.engine.stats().workers[0]?.pid ?? 0, viewers);
    room.end();
    return load;
  } finally {
    await crowd.close();
    await running.close();
  }
}

async function watch(crowd: ViewerCrowd, workerPid: number, viewers: number): Promise<Load> {
  const startedMs = performance.now();
  const before = await received(crowd);
  const [cores = 0] = await coresOver(overSeconds, [workerPid]);
  const after = await received(crowd);
  const elapsedS = (performance.now() - startedMs) / 1000;
  const packets = after.packets - before.packets;
  const lost = after.lost - before.lost;
  return {
    viewers,
    cores,
    packetsPerSecond: packets / elapsedS,
    bitsPerSecond: ((after.bytes - before.bytes) * 8) / elapsedS,
    lostShare: lost / (packets + lost),
  };
}

async function received(crowd: ViewerCrowd): Promise<{ packets: number; bytes: number; lost: number }> {
  const sum = { packets: 0, bytes: 0, lost: 0 };
  for (const { video, audio } of await crowd.figures()) {
    sum.packets += video.packets + audio.packets;
    sum.bytes += video.bytes + audio.bytes;
    sum.lost += video.lost + audio.lost;
  }
  return sum;
}

function figuresOf({ viewers, cores, packetsPerSecond, bitsPerSecond, lostShare }: Load): Figure[] {
  const name = `${viewers} viewers`;
  const viewersAtOneMegabit = bitsPerSecond / 1e6;
  return [
    { what: `${name}: received`, value: bitsPerSecond / 1e6 / viewers, unit: 'Mb/s each' },
    { what: `${name}: packets forwarded`, value: packetsPerSecond, unit: '1/s' },
    { what: `${name}: worker CPU`, value: cores, unit: 'cores' },
    { what: `${name}: CPU by packet`, value: (cores / packetsPerSecond) * 1e6, unit: 'µs' },
    { what: `${name}: viewers by core at 1 Mb/s`, value: viewersAtOneMegabit / cores, unit: '' },
    { what: `${name}: packets lost`, value: lostShare * 100, unit: '%', target: { atMost: 0.1 } },
  ];
}
