import { randomInt } from 'node:crypto';
import type { ReplyFrame, ReplyMap, RequestInput, RequestType } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../tests/support/seededRandom.ts';
import type { SharedFrame } from '../rooms/fanout/SharedFrame.ts';
import { dispatcherOf } from '../testing/dispatcherOf.ts';
import { RoomMirror } from '../testing/RoomMirror.ts';
import { h264Parameters, identity, opusParameters, roomFixture } from '../testing/roomFixture.ts';
import { slowMedia } from '../testing/slowMedia.ts';
import { type FuzzClient, randomAct } from '../testing/stageFuzz.ts';
import { brokenInvariants } from '../testing/stageInvariants.ts';
import type { Dispatcher } from './Dispatcher.ts';
import { SignalingConnection } from './SignalingConnection.ts';

/** A client in memory that speaks to the real Dispatcher, and notes every reply that is no typed one. */
class MemoryClient implements FuzzClient {
  readonly userId: string;
  mirror = new RoomMirror();
  readonly odd: string[];
  readonly #dispatcher: Dispatcher;
  readonly #as: 'publisher' | 'viewer';
  #connection: SignalingConnection | null = null;
  #joined: ReplyMap['join'] | null = null;
  #sendTransportId = 'none';
  #nextId = 1;
  #coming: Promise<void> = Promise.resolve();

  constructor(options: {
    userId: string;
    as: 'publisher' | 'viewer';
    dispatcher: Dispatcher;
    odd: string[];
  }) {
    this.userId = options.userId;
    this.#as = options.as;
    this.#dispatcher = options.dispatcher;
    this.odd = options.odd;
  }

  get sessionId(): string | null {
    return this.#joined?.sessionId ?? null;
  }

  get isConnected(): boolean {
    return this.#connection?.joined != null;
  }

  async request<T extends RequestType>(type: T, fields: RequestInput<T>): Promise<object | null> {
    if (!this.#connection) return null;
    const frame = { type, id: `${this.#nextId++}`, ...fields };
    const reply = await this.#dispatcher.dispatch(this.#connection, frame);
    if (!reply.ok && reply.error.code === 'internal') this.odd.push(`${type}: internal`);
    return reply.ok ? (reply.data ?? {}) : null;
  }

  async publish(source: 'microphone' | 'camera'): Promise<void> {
    const made = await this.request('createTransport', { direction: 'send' });
    if (made && 'id' in made) this.#sendTransportId = String(made.id);
    const kind = source === 'camera' ? 'video' : 'audio';
    const rtpParameters = source === 'camera' ? h264Parameters : opusParameters;
    await this.request('publish', { transportId: this.#sendTransportId, kind, source, rtpParameters });
  }

  drop(): void {
    this.#connection?.closed();
    this.#connection = null;
  }

  /** One at a time, as every client does. */
  comeBack(): Promise<void> {
    this.#coming = this.#coming.then(() => (this.isConnected ? undefined : this.#comeBack()));
    return this.#coming;
  }

  openNewTab(): Promise<void> {
    this.#coming = this.#coming.then(() => this.#joinAfresh());
    return this.#coming;
  }

  async #comeBack(): Promise<void> {
    const { sessionId, resumeKey } = this.#joined ?? {};
    const resume = sessionId && resumeKey ? { sessionId, resumeKey, lastSeq: this.mirror.seq } : null;
    if (!resume || !(await this.#join({ resume }))) await this.#joinAfresh();
  }

  async #joinAfresh(): Promise<void> {
    this.mirror = new RoomMirror();
    await this.#join({});
  }

  async #join(fields: Pick<RequestInput<'join'>, 'resume'>): Promise<boolean> {
    const { mirror } = this;
    const link = {
      id: this.userId,
      send: (frame: Parameters<RoomMirror['push']>[0]) => mirror.push(frame),
      sendShared: ({ frame }: SharedFrame) => mirror.push(frame),
      close() {},
    };
    const connection = new SignalingConnection({ identity: identity(this.userId), language: 'en', link });
    let answer: ReplyFrame | null = null;
    await this.#dispatcher.serve(
      connection,
      { type: 'join', roomId: 'r1', as: this.#as, ...fields },
      (reply) => {
        answer = reply;
        if (reply.ok) mirror.join(reply.data as ReplyMap['join']);
      },
    );
    const reply = answer as ReplyFrame | null;
    if (!reply?.ok) return false;
    this.#joined = reply.data as ReplyMap['join'];
    this.#connection = connection;
    return true;
  }
}

async function fuzzedRoom(seed: number) {
  const random = seededRandom(seed);
  const base = roomFixture({ wrapMedia: (media) => slowMedia(media, random) });
  const timersBefore = base.clock.pendingTimers;
  const odd: string[] = [];
  const dispatcher = dispatcherOf(base);
  const client = (userId: string, as: 'publisher' | 'viewer') =>
    new MemoryClient({ userId, as, dispatcher, odd });
  const host = client('anna', 'publisher');
  const viewers = Array.from({ length: 11 }, (_, i) => client(`v${i}`, 'viewer'));
  for (const each of [host, ...viewers]) await each.comeBack();
  await host.request('startShow', {});
  return { ...base, random, odd, host, viewers, timersBefore };
}

type Fuzzed = Awaited<ReturnType<typeof fuzzedRoom>>;

/** What must be true once everything that was asked for has been answered. */
function restingFaults({ room, media, host, viewers, odd }: Fuzzed): string[] {
  const faults = [...brokenInvariants(room), ...odd];
  const own = [...room.tracks.publications, ...room.tracks.previews];
  const producers = media.rooms.get('r1')?.producers ?? new Map();
  const paused = (entries: [string, boolean][]) => JSON.stringify(entries.toSorted());
  const inMedia = paused([...producers].map(([id, { isPaused }]) => [id, isPaused]));
  const told = paused(own.map(({ producerId, isPaused }) => [producerId, isPaused]));
  if (inMedia !== told) faults.push(`producers ${inMedia} but tracks ${told}`);
  for (const client of [host, ...viewers].filter(({ isConnected }) => isConnected)) {
    const difference = client.mirror.differenceTo(room.snapshot());
    if (difference) faults.push(`${client.userId} sees another room\n${difference}`);
    faults.push(...client.mirror.faults);
    const session = room.sessions.find(({ id }) => id === client.sessionId);
    const backstage = session && JSON.stringify(room.backstageOf(session));
    if (backstage !== JSON.stringify(client.mirror.backstage)) faults.push(`${client.userId}: old backstage`);
    const foreign = client.mirror.backstage.previews.filter(({ user }) => user.id !== client.userId);
    if (client !== host && foreign.length > 0)
      faults.push(`${client.userId} sees a preview of somebody else`);
  }
  return faults;
}

async function rest(fuzzed: Fuzzed, underWay: Promise<unknown>[]): Promise<void> {
  await Promise.all(underWay.splice(0));
  // Black pictures are let through for a moment before a camera stands still.
  fuzzed.clock.advance(2000);
  for (let i = 0; i < 1000; i++) await Promise.resolve();
}

describe('the stage under fuzz', () => {
  const seeds = process.env.FUZZ_SEED
    ? [Number(process.env.FUZZ_SEED)]
    : Array.from({ length: 8 }, () => randomInt(2 ** 31));

  it.each(seeds)('keeps its invariants (FUZZ_SEED=%i)', async (seed) => {
    const fuzzed = await fuzzedRoom(seed);
    const { room, clock, random, host, viewers } = fuzzed;
    const underWay: Promise<unknown>[] = [];
    const history: string[] = [];
    for (let step = 0; step < 400; step++) {
      const { name, done } = randomAct(fuzzed);
      history.push(name);
      underWay.push(done);
      expect(brokenInvariants(room), history.join(' ')).toEqual([]);
      if (random() < 0.3) await Promise.resolve();
      clock.advance(random() < 0.02 ? 26_000 : random() * 400);
      expect(brokenInvariants(room), history.join(' ')).toEqual([]);
      if (random() > 0.1) continue;
      await rest(fuzzed, underWay);
      expect(restingFaults(fuzzed), history.join(' ')).toEqual([]);
    }
    await rest(fuzzed, underWay);
    await host.comeBack();
    await host.request('endShow', {});
    await rest(fuzzed, underWay);
    expect(restingFaults(fuzzed)).toEqual([]);
    expect(room.stage.guests).toEqual([]);
    for (const client of [host, ...viewers]) client.drop();
    clock.advance(60_000);
    expect(room.sessions).toEqual([]);
    expect(fuzzed.media.rooms.get('r1')?.producers.size).toBe(0);
    expect(clock.pendingTimers).toBe(fuzzed.timersBefore);
  });
});
