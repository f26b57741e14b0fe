import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { ledgerCrash } from '../support/gifts/ledgerCrash.ts';

describe.each(databases)('gifts and kill -9 on $name', ({ create }) => {
  it('leave no gift without its charge, and no charge without its gift', { timeout: 120_000 }, async () => {
    const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
    const database = await create();
    try {
      const { problems, gifts } = await ledgerCrash(database, { seed, operations: 120, kills: 5 });
      expect({ seed, problems }).toEqual({ seed, problems: [] });
      expect(gifts).toBeGreaterThan(20);
    } finally {
      await database.remove();
    }
  });
});
