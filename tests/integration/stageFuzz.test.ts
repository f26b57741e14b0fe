import { randomInt } from 'node:crypto';
import type { ReplyMap, RequestInput, RequestType } from '@lianmai/shared';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RoomMirror } from '../../server/src/testing/RoomMirror.ts';
import { type FuzzClient, randomAct } from '../../server/src/testing/stageFuzz.ts';
import { brokenInvariants } from '../../server/src/testing/stageInvariants.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { type RunningApp, startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { publish } from './stageClients.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await startApp({ SESSION_GRACE_SECONDS: '1', ANCHOR_GRACE_SECONDS: '30' });
});
afterAll(() => running.close());

interface Identity {
  token: string;
  userId: string;
}

/** A client over Socket.IO that resumes, and keeps its own picture of the room. */
class SocketClient implements FuzzClient {
  readonly userId: string;
  mirror = new RoomMirror();
  readonly odd: string[] = [];
  readonly #token: string;
  readonly #join: RequestInput<'join'>;
  #client: RawClient | null = null;
  #joined: ReplyMap['join'] | null = null;
  #coming: Promise<void> = Promise.resolve();

  constructor({ token, userId }: Identity, join: RequestInput<'join'>) {
    this.userId = userId;
    this.#token = token;
    this.#join = join;
  }

  get sessionId(): string | null {
    return this.#joined?.sessionId ?? null;
  }

  get isConnected(): boolean {
    return this.#client?.isConnected ?? false;
  }

  async request<T extends RequestType>(type: T, fields: RequestInput<T>): Promise<object | null> {
    return this.#attempt(type, async () => (await this.#client?.request(type, fields)) ?? {});
  }

  async publish(source: 'microphone' | 'camera'): Promise<void> {
    await this.#attempt('publish', async () => (this.#client ? publish(this.#client, source) : null));
  }

  drop(): void {
    this.#client?.cut();
    this.#client = null;
  }

  comeBack(): Promise<void> {
    this.#coming = this.#coming.then(() => (this.isConnected ? undefined : this.#comeBack()));
    return this.#coming;
  }

  openNewTab(): Promise<void> {
    this.#coming = this.#coming.then(() => this.#enter(null));
    return this.#coming;
  }

  close(): void {
    this.#client?.close();
  }

  async #comeBack(): Promise<void> {
    const { sessionId, resumeKey } = this.#joined ?? {};
    const resume = sessionId && resumeKey ? { sessionId, resumeKey, lastSeq: this.mirror.seq } : null;
    await this.#enter(resume).catch(() => this.#enter(null));
  }

  /** A client of its own for each connection, so that nothing comes late from the one before. */
  async #enter(resume: RequestInput<'join'>['resume'] | null): Promise<void> {
    const client = await RawClient.connect(running.baseUrl, this.#token);
    const mirror = resume ? this.mirror : new RoomMirror();
    mirror.hold();
    client.onPush = (frame) => mirror.push(frame);
    try {
      const joined = await client.request('join', resume ? { ...this.#join, resume } : this.#join);
      mirror.join(joined);
      this.#joined = joined;
    } catch (error) {
      client.close();
      throw error;
    }
    this.mirror = mirror;
    this.#client?.close();
    this.#client = client;
  }

  /** Refusals are part of the game, errors of ours are not. */
  async #attempt(what: string, act: () => Promise<object | null>): Promise<object | null> {
    try {
      return await act();
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'internal') this.odd.push(`${what}: internal`);
      return null;
    }
  }
}

const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));

it(`keeps the stage whole under 12 clients at once (FUZZ_SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  const owner = await guestToken(running.baseUrl, 'Anna');
  const roomId = await createRoom(running.baseUrl, owner.token);
  const room = running.app.rooms.get(roomId);
  const host = new SocketClient(owner, { roomId, as: 'publisher' });
  const tokens = await Promise.all(
    Array.from({ length: 11 }, (_, i) => guestToken(running.baseUrl, `V${i}`)),
  );
  const viewers = tokens.map((token) => new SocketClient(token, { roomId }));
  const everybody = [host, ...viewers];
  for (const client of everybody) await client.comeBack();
  await host.request('startShow', {});
  const history: string[] = [];
  for (let round = 0; round < 25; round++) {
    const acts = Array.from({ length: 8 }, () => randomAct({ room, host, viewers, random }));
    history.push(...acts.map(({ name }) => name));
    expect(brokenInvariants(room), history.join(' ')).toEqual([]);
    await Promise.all(acts.map(({ done }) => done));
    expect(brokenInvariants(room), history.join(' ')).toEqual([]);
  }
  const connected = everybody.filter(({ isConnected }) => isConnected);
  await waitFor('everybody to see the same', () =>
    connected.every(({ mirror }) => mirror.differenceTo(room.snapshot()) === null),
  ).catch((error: unknown) => {
    throw new Error(
      connected.flatMap(({ mirror }) => mirror.differenceTo(room.snapshot()) ?? []).join('\n'),
      {
        cause: error,
      },
    );
  });
  expect(everybody.flatMap(({ mirror, odd }) => [...mirror.faults, ...odd])).toEqual([]);
  // Whose connection broke while they published has no reply, and the server may still be at it.
  const producers = () => running.app.engine.stats().total.producers;
  const tracks = () => room.tracks.publications.length + room.tracks.previews.length;
  await waitFor('a track for every producer', () => producers() === tracks());
  await host.comeBack();
  await host.request('endShow', {});
  await waitFor('no producer to be left', () => producers() === 0);
  for (const client of everybody) client.close();
  await waitFor('nobody to be left', () => {
    const { total } = running.app.engine.stats();
    return room.sessions.length + total.transports + total.routers === 0;
  });
});
