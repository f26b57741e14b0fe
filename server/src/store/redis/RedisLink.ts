import { Redis } from 'ioredis';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import { Emitter } from '../../core/Emitter.ts';
import type { Logger } from '../../core/logger.ts';
import { randomId } from '../../rooms/ids.ts';
import { probe } from './probe.ts';
import { DeadlinePassed, faultOf, type RedisFault, RedisUnavailable } from './redisErrors.ts';

/** What stands between us and Redis now. */
export type LinkState =
  | { name: 'connecting' }
  | { name: 'ready' }
  /** It answers, but takes no writes: OOM, READONLY, LOADING, WRONGPASS, ... */
  | { name: 'refusing'; reason: string }
  | { name: 'hanging' }
  | { name: 'unreachable'; reason: string }
  | { name: 'closed' };

export interface RedisLinkOptions {
  url: string;
  clock: Clock;
  log: Logger;
  timings?: Partial<LinkTimings>;
}

export interface LinkTimings {
  /** For one command. Past it Redis hangs. */
  commandDeadlineMs: number;
  /** For a connection, handshake and first answer included. */
  connectDeadlineMs: number;
  probeEveryMs: number;
  /** Between two attempts to connect, doubled up to `maxReconnectMs`. */
  reconnectMs: number;
  maxReconnectMs: number;
}

const defaultTimings: LinkTimings = {
  commandDeadlineMs: 1500,
  connectDeadlineMs: 3000,
  probeEveryMs: 1000,
  reconnectMs: 100,
  maxReconnectMs: 2000,
};

/**
 * Our way to Redis: one connection, watched. Every command has a deadline; a Redis that is away, hangs or takes no writes is a state
 * that heals by itself, never a wait. Nothing is queued here while it lasts: `run` refuses at once.
 *
 * Each attempt to connect is a client of its own: what was sent over an earlier one may still be done late, and is never waited for.
 */
export class RedisLink {
  readonly #options: RedisLinkOptions;
  readonly #timings: LinkTimings;
  readonly #disposables = new Disposables();
  readonly #emitter: Emitter<{ verify: undefined }>;
  readonly #figures = { connections: 0, deadlinesPassed: 0, dataLosses: 0, roundTripMs: 0 };
  #state: LinkState = { name: 'connecting' };
  #client: Redis | null = null;
  #cancelNext: () => void = () => undefined;
  #failedAttempts = 0;
  /** Random, written by whoever comes first: another one means that Redis lost what it held. */
  #generation: string | null = null;

  static open(options: RedisLinkOptions): RedisLink {
    const link = new RedisLink(options);
    link.#connect();
    return link;
  }

  private constructor(options: RedisLinkOptions) {
    this.#options = options;
    this.#timings = { ...defaultTimings, ...options.timings };
    this.#emitter = new Emitter((error) => options.log.error({ err: error }, 'listener failed'));
    this.#disposables.add(() => this.#cancelNext());
  }

  get state(): LinkState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state.name === 'ready';
  }

  get figures(): Readonly<{
    connections: number;
    deadlinesPassed: number;
    dataLosses: number;
    roundTripMs: number;
  }> {
    return this.#figures;
  }

  /** Redis can be used (again), and may hold something else than it was last told. Returns its undo. */
  onVerify(listener: () => void): () => void {
    return this.#emitter.on('verify', listener);
  }

  /** Resolves as soon as Redis can be used, or when the time is up; says which. */
  whenReady(deadlineMs: number): Promise<boolean> {
    if (this.isReady) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (isReady: boolean) => {
        cancelDeadline();
        forget();
        resolve(isReady);
      };
      const forget = this.onVerify(() => settle(true));
      const cancelDeadline = this.#options.clock.after(deadlineMs, () => settle(false));
    });
  }

  /**
   * Asks Redis something.
   * @throws RedisUnavailable at once while it cannot be used, or when that shows now; whether the command was done is not known then
   * @throws ReplyError when Redis rejects this very command
   */
  async run<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const client = this.#client;
    if (!client || !this.isReady) throw new RedisUnavailable(this.#state.name);
    try {
      return await this.#inTime(this.#timings.commandDeadlineMs, work(client));
    } catch (error) {
      const fault = faultOf(error);
      if (fault.kind === 'rejects') throw error;
      this.#noteFault(client, fault);
      throw new RedisUnavailable(fault.kind);
    }
  }

  close(): void {
    if (this.#state.name === 'closed') return;
    this.#state = { name: 'closed' };
    this.#disposables.dispose();
    this.#drop();
  }

  #connect(): void {
    const client = new Redis(this.#options.url, {
      lazyConnect: true,
      // Reconnecting, queueing and checking are done here, with states that can be seen and tested.
      retryStrategy: null,
      enableOfflineQueue: false,
      enableReadyCheck: false,
      connectTimeout: this.#timings.connectDeadlineMs,
      keepAlive: 10_000,
      connectionName: 'lianmai',
    });
    this.#client = client;
    // ioredis tells the reason of a failed connection by this event only.
    let reason = new Error('connection closed');
    client.on('error', (error: Error) => {
      reason = error;
    });
    client.on('end', () => this.#noteEnd(client, faultOf(reason)));
    void this.#greet(client);
  }

  async #greet(client: Redis): Promise<void> {
    try {
      await this.#inTime(this.#timings.connectDeadlineMs, client.connect());
    } catch (error) {
      // Everything else ends the connection, which tells why.
      if (error instanceof DeadlinePassed) this.#fail(client, { name: 'hanging' });
      return;
    }
    if (this.#client !== client) return;
    this.#figures.connections += 1;
    await this.#probe(client);
  }

  /** Asks whether Redis takes writes and still holds what it did, and goes on asking. */
  async #probe(client: Redis): Promise<void> {
    const startedMs = this.#options.clock.nowMs();
    try {
      const generation = await this.#inTime(this.#timings.commandDeadlineMs, probe(client, randomId()));
      if (this.#client !== client) return;
      this.#figures.roundTripMs = this.#options.clock.nowMs() - startedMs;
      this.#noteAnswer(generation);
    } catch (error) {
      const fault = faultOf(error);
      if (fault.kind === 'rejects') this.#noteFault(client, { kind: 'refuses', code: fault.message });
      else this.#noteFault(client, fault);
    }
    if (this.#client !== client) return;
    this.#cancelNext = this.#options.clock.after(this.#timings.probeEveryMs, () => void this.#probe(client));
  }

  #noteAnswer(generation: string): void {
    const before = this.#generation;
    this.#generation = generation;
    const hasLostData = before !== null && before !== generation;
    if (hasLostData) {
      this.#figures.dataLosses += 1;
      this.#options.log.warn('redis has lost its data; it is being written again');
    }
    const wasReady = this.isReady;
    this.#failedAttempts = 0;
    this.#enter({ name: 'ready' });
    if (!wasReady || hasLostData) this.#emitter.emit('verify', undefined);
  }

  #noteFault(client: Redis, fault: Exclude<RedisFault, { kind: 'rejects' }>): void {
    if (this.#client !== client) return;
    if (fault.kind === 'hangs') this.#figures.deadlinesPassed += 1;
    // READONLY: after a failover the same address leads to the new primary.
    const isConnectionUseful = fault.kind === 'refuses' && fault.code !== 'READONLY';
    if (isConnectionUseful) this.#enter({ name: 'refusing', reason: fault.code });
    else this.#noteEnd(client, fault);
  }

  #noteEnd(client: Redis, fault: RedisFault): void {
    if (fault.kind === 'refuses') this.#fail(client, { name: 'refusing', reason: fault.code });
    else if (fault.kind === 'hangs') this.#fail(client, { name: 'hanging' });
    else this.#fail(client, { name: 'unreachable', reason: withoutSecrets(fault.message) });
  }

  #fail(client: Redis, state: LinkState): void {
    if (this.#client !== client || this.#state.name === 'closed') return;
    this.#enter(state);
    this.#drop();
    const { reconnectMs, maxReconnectMs } = this.#timings;
    const delayMs = Math.min(maxReconnectMs, reconnectMs * 2 ** this.#failedAttempts);
    this.#failedAttempts += 1;
    this.#cancelNext = this.#options.clock.after(delayMs, () => this.#connect());
  }

  #drop(): void {
    this.#cancelNext();
    const client = this.#client;
    this.#client = null;
    client?.disconnect();
  }

  #enter(state: LinkState): void {
    const before = this.#state;
    if (before.name === 'closed') return;
    this.#state = state;
    if (before.name === state.name) return;
    const { log } = this.#options;
    if (state.name === 'ready') log.info({ after: before.name }, 'redis is ready');
    else log.warn({ redis: state }, 'redis is degraded; rooms go on in memory');
  }

  /** @throws DeadlinePassed */
  #inTime<T>(deadlineMs: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.clock.after(deadlineMs, () => reject(new DeadlinePassed()));
      work.then(resolve, reject).finally(cancel);
    });
  }
}

/** An address may be in a message; what stands before the `@` in it may not. */
function withoutSecrets(message: string): string {
  return message.replace(/\/\/[^@\s]*@/gu, '//');
}
