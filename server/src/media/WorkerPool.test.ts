import { expect, it } from 'vitest';
import { FakeClock } from '../core/FakeClock.ts';
import { silentLogger } from '../core/logger.ts';
import { type PooledWorker, WorkerPool } from './WorkerPool.ts';

class FakeWorker implements PooledWorker {
  isAlive = true;
  load = 0;
  expectedConsumers = 0;
  readonly index: number;
  #onDied: (error: Error) => void = () => undefined;

  constructor(index: number) {
    this.index = index;
  }

  lease() {
    this.load += 1;
    return () => {
      this.load -= 1;
    };
  }

  onDied(listener: (error: Error) => void) {
    this.#onDied = listener;
  }

  die() {
    this.isAlive = false;
    this.#onDied(new Error('killed by the test'));
  }

  async close() {
    this.isAlive = false;
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

async function setUp(workers: number) {
  const clock = new FakeClock();
  const made: FakeWorker[] = [];
  const failures: Error[] = [];
  const pool = await WorkerPool.create({
    workers,
    createWorker: async (index) => {
      const failure = failures.pop();
      if (failure) throw failure;
      const worker = new FakeWorker(index);
      made.push(worker);
      return worker;
    },
    maxConsumersPerWorker: 10,
    waitMs: 5000,
    clock,
    log: silentLogger(),
  });
  return { clock, made, failures, pool };
}

it('leases the least loaded worker', async () => {
  const { pool, made } = await setUp(2);
  const leases = [await pool.acquire(), await pool.acquire(), await pool.acquire()];
  expect(leases.map(({ worker }) => worker.index)).toEqual([0, 1, 0]);
  leases[0]?.release();
  leases[2]?.release();
  expect(made.map(({ load }) => load)).toEqual([0, 1]);
});

it('replaces a dead worker at once, under its index', async () => {
  const { pool, made } = await setUp(2);
  made[1]?.die();
  expect(pool.workers).toHaveLength(1);
  await settle();
  expect(pool.workers.map(({ index }) => index)).toEqual([0, 1]);
  expect(made).toHaveLength(3);
});

it('tries again when the port is not free yet', async () => {
  const { pool, made, failures, clock } = await setUp(1);
  failures.push(new Error('port in use'));
  made[0]?.die();
  await settle();
  expect(pool.workers).toHaveLength(0);
  clock.advance(250);
  await settle();
  expect(pool.workers).toHaveLength(1);
});

it('is unhealthy while a worker keeps dying, and healthy once it has come back', async () => {
  const { pool, made, clock } = await setUp(1);
  for (let death = 1; death <= 5; death++) {
    made.at(-1)?.die();
    expect(pool.isHealthy).toBe(death < 5);
    clock.advance(1000);
    await settle();
  }
  expect(pool.workers).toHaveLength(0);
  clock.advance(15_000);
  await settle();
  expect(pool.isHealthy).toBe(true);
  expect(pool.workers).toHaveLength(1);
});

it('lets a request wait for the only worker', async () => {
  const { pool, made } = await setUp(1);
  made[0]?.die();
  const { worker } = await pool.acquire();
  expect(worker).toBe(made[1]);
});

it('gives up waiting in the end', async () => {
  const { pool, made, failures, clock } = await setUp(1);
  failures.push(...Array.from({ length: 20 }, () => new Error('port in use')));
  made[0]?.die();
  const refused = expect(pool.acquire()).rejects.toMatchObject({ code: 'media_unavailable' });
  clock.advance(5000);
  await refused;
});

it('is full when every worker has its consumers', async () => {
  const { pool, made } = await setUp(2);
  for (const worker of made) worker.expectedConsumers = 10;
  await expect(pool.acquire()).rejects.toMatchObject({ code: 'capacity_reached' });
});

it('closes everything when one worker cannot start', async () => {
  const made: FakeWorker[] = [];
  const failing = WorkerPool.create({
    workers: 2,
    createWorker: async (index) => {
      if (index === 1) throw new Error('port in use');
      const worker = new FakeWorker(index);
      made.push(worker);
      return worker;
    },
    maxConsumersPerWorker: 10,
    waitMs: 5000,
    clock: new FakeClock(),
    log: silentLogger(),
  });
  await expect(failing).rejects.toThrow('port in use');
  expect(made.map(({ isAlive }) => isAlive)).toEqual([false]);
});

it('starts nothing any more once it is closed', async () => {
  const { pool, made, clock } = await setUp(1);
  await pool.close();
  made[0]?.die();
  clock.advance(60_000);
  await settle();
  expect(made).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);
  await expect(pool.acquire()).rejects.toMatchObject({ code: 'media_unavailable' });
});
