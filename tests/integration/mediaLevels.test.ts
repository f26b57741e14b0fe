import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MediasoupEngine } from '../../server/src/media/MediasoupEngine.ts';
import type { HeardProducer, RoomMedia } from '../../server/src/rooms/ports/MediaEngine.ts';
import { closeAndCheck, eventually, openEngine, openRoom } from './mediaFixture.ts';
import { type FakeSpeaker, startSpeaker } from './mediaSpeaker.ts';

let engine: MediasoupEngine;
let room: RoomMedia;
let heard: (readonly HeardProducer[])[];
const speakers: FakeSpeaker[] = [];

beforeEach(async () => {
  heard = [];
  engine = await openEngine({ workers: 1 });
  room = openRoom(engine, 'room', { audioLevels: (levels) => heard.push(levels) });
});

afterEach(async () => {
  for (const speaker of speakers.splice(0)) speaker.close();
  await closeAndCheck(engine, room);
});

async function speak(volumeDbov: number): Promise<FakeSpeaker> {
  const speaker = await startSpeaker(room, volumeDbov);
  speakers.push(speaker);
  return speaker;
}

const isHeard = (...who: FakeSpeaker[]) => {
  const ids = who.map(({ producerId }) => producerId);
  return () => JSON.stringify(heard.at(-1)?.map(({ producerId }) => producerId)) === JSON.stringify(ids);
};

it('tells who is heard, the loudest first, and when it has become silent', async () => {
  const loud = await speak(-10);
  const low = await speak(-40);
  await speak(-127);
  await eventually('both are heard', isHeard(loud, low));
  const [first, second] = heard.at(-1) ?? [];
  expect(first?.volumeDbov).toBeCloseTo(-10, -1);
  expect(second?.volumeDbov).toBeCloseTo(-40, -1);

  loud.volumeDbov = -50;
  await eventually('the other is louder now', isHeard(low, loud));
  loud.volumeDbov = -127;
  low.volumeDbov = -127;
  await eventually('silence', () => heard.at(-1)?.length === 0);
});

it('ends with whom it was measured from, and keeps no router alive', async () => {
  const speaker = await speak(-10);
  await eventually('the speaker is heard', isHeard(speaker));
  speaker.close();
  speakers.length = 0;
  await eventually('silence', () => heard.at(-1)?.length === 0);
  expect(engine.stats().total.routers).toBe(0);
});

it('goes on with the next worker', async () => {
  const speaker = await speak(-10);
  await eventually('the speaker is heard', isHeard(speaker));
  process.kill(engine.stats().workers[0]?.pid ?? 0, 'SIGKILL');
  await eventually('silence', () => heard.at(-1)?.length === 0);
  const again = await speak(-20);
  await eventually('the next is heard', isHeard(again));
});

it('says nothing more of a room that is closed', async () => {
  const speaker = await speak(-10);
  await eventually('the speaker is heard', isHeard(speaker));
  room.close();
  const count = heard.length;
  await eventually('nothing is left', () => engine.stats().total.routers === 0);
  expect(heard).toHaveLength(count);
});
