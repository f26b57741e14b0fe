import type { StageVitals } from '@lianmai/shared';
import { beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { Vitals } from './Vitals.ts';

let clock: FakeClock;
let sent: StageVitals[];
let seats: Map<string, { roomId: string; seat: number }>;
let vitals: Vitals;

beforeEach(() => {
  clock = new FakeClock();
  sent = [];
  seats = new Map([
    ['anna-mic', { roomId: 'r1', seat: 0 }],
    ['anna-screen-audio', { roomId: 'r1', seat: 0 }],
    ['anna-camera', { roomId: 'r1', seat: 0 }],
    ['bob-mic', { roomId: 'r1', seat: 3 }],
  ]);
  vitals = new Vitals({
    clock,
    seatOf: (producerId) => seats.get(producerId) ?? null,
    send: (data) => sent.push(data),
  });
});

it('tells who is heard, one entry a seat, the loudest first', () => {
  vitals.audioLevels([
    { producerId: 'bob-mic', volumeDbov: -20 },
    { producerId: 'anna-mic', volumeDbov: -30 },
    { producerId: 'anna-screen-audio', volumeDbov: -40 },
  ]);
  expect(sent).toEqual([
    {
      speakers: [
        { roomId: 'r1', seat: 3, volumeDbov: -20 },
        { roomId: 'r1', seat: 0, volumeDbov: -30 },
      ],
      network: [],
    },
  ]);
});

it('tells the worst track of a seat, and nothing of tracks in the green room', () => {
  vitals.score('bob-mic', 7);
  clock.advance(500);
  vitals.score('anna-mic', 9);
  vitals.score('anna-camera', 4);
  vitals.score('guest-in-green-room', 1);
  clock.advance(500);
  expect(sent.at(-1)?.network).toEqual([
    { seat: 0, score: 4 },
    { seat: 3, score: 7 },
  ]);
});

it('sends at most twice a second, the newest last', () => {
  for (let i = 0; i < 100; i += 1) {
    vitals.audioLevels([{ producerId: 'bob-mic', volumeDbov: -i }]);
    clock.advance(100);
  }
  expect(sent.length).toBeGreaterThan(15);
  expect(sent.length).toBeLessThanOrEqual(21);
  clock.advance(500);
  expect(sent.at(-1)?.speakers).toEqual([{ roomId: 'r1', seat: 3, volumeDbov: -99 }]);
});

it('sends nothing that everybody knows', () => {
  vitals.audioLevels([]);
  vitals.score('bob-mic', 10);
  for (let i = 0; i < 5; i += 1) {
    clock.advance(600);
    vitals.audioLevels([]);
    vitals.score('bob-mic', 10);
  }
  expect(sent).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);
});

it('forgets a track that is gone, also while it is heard', () => {
  vitals.audioLevels([{ producerId: 'bob-mic', volumeDbov: -20 }]);
  vitals.score('bob-mic', 10);
  vitals.drop('bob-mic');
  clock.advance(500);
  expect(sent.at(-1)).toEqual({ speakers: [], network: [] });
  expect(vitals.current).toEqual({ speakers: [], network: [] });
});

it('tells the rival of a PK by their room, and forgets them with their track', () => {
  seats.set('rival-mic', { roomId: 'r2', seat: 0 });
  vitals.audioLevels([{ producerId: 'bob-mic', volumeDbov: -30 }]);
  vitals.rivalLevels([
    { producerId: 'rival-mic', volumeDbov: -10 },
    { producerId: 'somebody-of-their-stage', volumeDbov: -5 },
  ]);
  clock.advance(500);
  expect(sent.at(-1)?.speakers).toEqual([
    { roomId: 'r2', seat: 0, volumeDbov: -10 },
    { roomId: 'r1', seat: 3, volumeDbov: -30 },
  ]);
  seats.delete('rival-mic');
  vitals.drop('rival-mic');
  clock.advance(500);
  expect(sent.at(-1)?.speakers).toEqual([{ roomId: 'r1', seat: 3, volumeDbov: -30 }]);
});

it('sends nothing after it was closed', () => {
  vitals.score('bob-mic', 5);
  vitals.score('bob-mic', 4);
  vitals.close();
  vitals.score('bob-mic', 3);
  clock.advance(5000);
  expect(sent).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);
});
