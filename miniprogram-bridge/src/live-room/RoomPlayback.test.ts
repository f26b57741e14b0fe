import type { RoomStream } from '@lianmai/shared';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Store } from '../../../client-web/src/sdk/core/Store.ts';
import { LiveError } from '../../../client-web/src/sdk/LiveError.ts';
import type { RoomPhase } from '../LiveRoom.ts';
import { RoomPlayback, type RoomPlaybackOptions } from './RoomPlayback.ts';

const stream = { sources: [{ type: 'flv', url: 'https://live.example.com/a.flv' }] } as unknown as RoomStream;

let phase: Store<RoomPhase>;
/** What the server answers when it is asked where to play. */
let answer: () => Promise<RoomStream>;
let states: string[];
let playback: RoomPlayback;

beforeEach(() => {
  vi.useFakeTimers();
  phase = new Store<RoomPhase>({ name: 'connecting' });
  states = [];
});
afterEach(() => {
  playback.close();
  vi.useRealTimers();
});

function start(): void {
  const room = { phase, room: new Store({ room: { status: 'live' } }), sessionId: 'session' };
  playback = new RoomPlayback({
    roomId: 'r1',
    room: room as unknown as RoomPlaybackOptions['room'],
    askStream: () => answer(),
    host: { has: () => true, isConnected: async () => true, onNetworkReturn: () => () => undefined },
    play: () => undefined,
    stop: () => undefined,
    changed: ({ name }) => states.push(name),
  });
}

/** Lets what waits for nothing but other promises come to its end. */
const settled = () => vi.advanceTimersByTimeAsync(0);

it('asks again at once when the room is joined again, however long it was to wait', async () => {
  answer = () => Promise.reject(new LiveError('network'));
  start();
  phase.set({ name: 'reconnecting' });
  // Its pauses grow to eight seconds.
  await vi.advanceTimersByTimeAsync(20_000);
  expect(states.at(-1)).toBe('pausing');
  answer = () => Promise.resolve(stream);
  phase.set({ name: 'joined' });
  await settled();
  expect(states.at(-1)).toBe('starting');
});

it('is not put off by what was refused to who was nobody yet', async () => {
  answer = () => Promise.reject(new LiveError('token_missing', { retryable: false }));
  start();
  await settled();
  expect(states.at(-1)).toBe('failed');
  answer = () => Promise.resolve(stream);
  phase.set({ name: 'joined' });
  await settled();
  expect(states.at(-1)).toBe('starting');
});

it('leaves a picture that plays alone when the room is joined again', async () => {
  answer = () => Promise.resolve(stream);
  start();
  await settled();
  playback.tell({ type: 'codeTold', code: 2004 });
  phase.set({ name: 'reconnecting' });
  phase.set({ name: 'joined' });
  await settled();
  expect(states).toEqual(['asking', 'starting', 'playing']);
});
