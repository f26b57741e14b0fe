import { describe, expect, it } from 'vitest';
import { sayUnavailable } from './sayUnavailable.ts';
import { SqliteError } from './sqlite/SqliteThread.ts';

class Orders {
  readonly #count = 3;

  get count(): number {
    return this.#count;
  }

  twice(): number {
    return this.#count * 2;
  }

  async find(error?: Error): Promise<number> {
    if (error) throw error;
    return this.#count;
  }
}

describe('sayUnavailable', () => {
  const orders = sayUnavailable(new Orders());

  it('leaves answers as they are', async () => {
    expect([orders.count, orders.twice(), await orders.find()]).toEqual([3, 6, 3]);
  });

  it.each([
    ['PostgreSQL', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['SQLite', new SqliteError('disk is full', 13)],
  ])('says so when %s is away', async (_name, error) => {
    await expect(orders.find(error)).rejects.toMatchObject({ code: 'database_unavailable', cause: error });
  });

  it('leaves other errors as they are', async () => {
    const mistake = new TypeError('ours');
    await expect(orders.find(mistake)).rejects.toBe(mistake);
  });
});
