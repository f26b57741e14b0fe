import { expect, it } from 'vitest';
import { seededRandom } from '../../../../tests/support/seededRandom.ts';
import { AppError } from '../../core/AppError.ts';
import { pkFixture } from '../../testing/pkFixture.ts';

const steps = 400;

/** Everything that anchors and their browsers may do at any moment, in any order. */
function play(seed: number) {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const fixture = pkFixture();
  const { clock, pk, scores } = fixture;
  const rooms = [...fixture.rooms.values()];
  const known: string[] = [];

  const act = (): void => {
    const room = pick(rooms);
    const other = pick(rooms);
    if (!room || !other) return;
    const pkId = pick(known) ?? 'none';
    const own = room.publications.filter(({ roomId }) => roomId === room.id);
    const track = pick(own)?.producerId;
    const acts = [
      () => known.push(pk.invite(room.id, other.id, 20_000).pkId),
      () => pk.accept(room.id, pkId),
      () => pk.accept(room.id, pk.invitationsOf(room.id)[0]?.pkId ?? 'none'),
      () => pk.decline(room.id, pkId),
      () => pk.cancel(room.id, pkId),
      () => random() < 0.3 && pk.end(room.id),
      () => scores.give(room.id, 1 + Math.floor(random() * 9)),
      () => own.length < 4 && room.publish(random() < 0.5 ? 'camera' : 'microphone', random() < 0.2 ? 3 : 0),
      () => track && room.unpublish(track),
      () => track && room.setPaused(track, random() < 0.5),
      () => track && room.media.removeProducer(track),
      () => clock.advance(random() * 8000),
      () => {
        if (random() < 0.2) room.endShow();
      },
      () => {
        room.isLive = true;
      },
    ];
    pick(acts)?.();
  };

  return { ...fixture, rooms, act };
}

type Game = ReturnType<typeof play>;

function assertInvariants({ pk, rooms }: Game): void {
  for (const room of rooms) {
    const view = pk.view(room.id);
    const rival = rooms.find(({ id }) => id !== room.id && view?.sides.some(({ roomId }) => roomId === id));
    if (view) {
      expect(room.isLive && rival?.isLive).toBe(true);
      expect(pk.view(rival?.id ?? '')).toEqual(view);
      expect(pk.invitationsOf(room.id)).toEqual([]);
    }
    // The anchor's tracks of which there is media, as they are; nothing of anybody else.
    const wanted = (rival?.publications ?? []).filter(
      ({ roomId, seat, producerId }) =>
        roomId === rival?.id && seat === 0 && rival.media.producers.has(producerId),
    );
    const shown = room.foreign.filter(({ producerId }) => room.media.borrowed.has(producerId));
    const byId = (a: { producerId: string }, b: { producerId: string }) =>
      a.producerId.localeCompare(b.producerId);
    expect(shown.toSorted(byId)).toEqual(wanted.toSorted(byId));
    expect(room.media.borrowed.size).toBe(shown.length);
    expect(room.eventTypes.filter((type) => type === 'pkStarted').length).toBe(
      room.eventTypes.filter((type) => type === 'pkEnded').length + (view ? 1 : 0),
    );
  }
}

it.each([1, 2, 3, 4, 5])('keeps its promises whatever happens, seed %i', (seed) => {
  const game = play(seed);
  for (let step = 0; step < steps; step += 1) {
    try {
      game.act();
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'internal') throw error;
    }
    assertInvariants(game);
  }
  expect(game.rooms.flatMap((room) => room.eventTypes)).toContain('pkDecided');
  for (const room of game.rooms) room.endShow();
  assertInvariants(game);
  for (const room of game.rooms) expect(room.foreign).toEqual([]);
  expect(game.clock.pendingTimers).toBe(0);
});
