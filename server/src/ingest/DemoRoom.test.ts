import { describe, expect, it } from 'vitest';
import { silentLogger } from '../core/logger.ts';
import { roomFixture } from '../testing/roomFixture.ts';
import { type DemoCast, DemoRoom } from './DemoRoom.ts';
import { FakeSourceProcess } from './FakeSourceProcess.ts';

async function startDemo(cast: DemoCast) {
  const { rooms, clock, media } = roomFixture();
  const sources: FakeSourceProcess[] = [];
  const startSource = (args: readonly string[]) => {
    const source = new FakeSourceProcess(args);
    sources.push(source);
    return source;
  };
  const demo = await DemoRoom.start({
    rooms,
    roomId: 'demo',
    cast,
    startSource,
    clock,
    log: silentLogger(),
  });
  const room = rooms.find('demo');
  if (!room) throw new Error('no demo room');
  const takenSeats = () =>
    room.snapshot().stage.seats.flatMap(({ seat, state }) => (state === 'taken' ? [seat] : []));
  const running = () => sources.filter(({ isRunning }) => isRunning).length;
  return { demo, room, clock, media, sources, takenSeats, running };
}

/** Lets promises that are settled already be followed. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the demo room', () => {
  it('is live with an anchor alone', async () => {
    const { room, takenSeats, running } = await startDemo('solo');
    expect(room.isLive).toBe(true);
    expect(takenSeats()).toEqual([0]);
    expect(running()).toBe(1);
  });

  it('has three CoHosts on stage, and lets everybody come up', async () => {
    const { room, takenSeats, running } = await startDemo('stage');
    expect(takenSeats()).toEqual([0, 1, 2, 3]);
    expect(running()).toBe(4);
    expect(room.snapshot().publications).toHaveLength(8);
    expect(room.snapshot().stage.settings).toMatchObject({ admission: 'open', usesGreenRoom: false });
  });

  it('brings a CoHost back whose source died, the others stay', async () => {
    const { clock, sources, takenSeats, running } = await startDemo('stage');
    sources[2]?.end('exited');
    await settle();
    expect(takenSeats()).toEqual([0, 1, 3]);
    clock.advance(500);
    await settle();
    expect(takenSeats()).toEqual([0, 1, 2, 3]);
    expect(running()).toBe(4);
  });

  it('stops the sources of a media worker that is lost at once, also when it is closed before they come back', async () => {
    const { demo, clock, media, sources, running } = await startDemo('stage');
    media.rooms.get('demo')?.resetMedia();
    expect(running()).toBe(0);
    clock.advance(500);
    await settle();
    await settle();
    expect([running(), sources.length]).toEqual([4, 8]);
    media.rooms.get('demo')?.resetMedia();
    await demo.close();
    expect(running()).toBe(0);
    clock.advance(60_000);
    await settle();
    expect(running()).toBe(0);
  });

  it.each(['vacate', 'cut'] as const)(
    'lets go of all media of a CoHost whom a host sends away (%s)',
    async (type) => {
      const { room, clock, takenSeats, running } = await startDemo('stage');
      room.stage.change(type === 'cut' ? { type, seat: 2 } : { type, seat: 2, change: 'taken_off' });
      await settle();
      expect(takenSeats()).toEqual([0, 1, 3]);
      expect(running()).toBe(3);
      clock.advance(60_000);
      await settle();
      expect(running()).toBe(3);
    },
  );

  it('waits ever longer for a source that dies at once', async () => {
    const { clock, sources } = await startDemo('solo');
    for (const delayMs of [500, 1000, 2000, 4000, 8000, 8000]) {
      const before = sources.length;
      sources.at(-1)?.end('exited');
      await settle();
      clock.advance(delayMs - 1);
      await settle();
      expect(sources).toHaveLength(before);
      clock.advance(1);
      await settle();
      expect(sources).toHaveLength(before + 1);
    }
  });

  it('ends its show and its sources when closed, twice over', async () => {
    const { demo, room, running, clock } = await startDemo('stage');
    await demo.close();
    await demo.close();
    expect(room.isLive).toBe(false);
    expect(running()).toBe(0);
    clock.advance(60_000);
    await settle();
    expect(running()).toBe(0);
  });
});
