import { randomInt } from 'node:crypto';
import { ledgerCrash as crash } from '../support/gifts/ledgerCrash.ts';
import { onBothDatabases } from './support/benchDatabases.ts';
import type { Figure, Measurement } from './support/Measurement.ts';

/** 500 operations with twenty deaths of the server, on each database. The seed is told: FUZZ_SEED repeats it. */
export const ledgerCrash: Measurement = {
  name: 'ledger-crash',
  title: 'Gifts, top-ups and refunds while the server is killed again and again',
  async run() {
    const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
    console.log(`  FUZZ_SEED=${seed}`);
    const figures = await onBothDatabases(async (name, database): Promise<Figure[]> => {
      const outcome = await crash(database, { seed, operations: 500, kills: 20 });
      for (const problem of outcome.problems) console.log(`  ! ${name}: ${problem}`);
      return [
        { what: `${name}: contradictions`, value: outcome.problems.length, unit: '', target: { atMost: 0 } },
        { what: `${name}: kills`, value: outcome.kills, unit: '' },
        { what: `${name}: gifts`, value: outcome.gifts, unit: '' },
        { what: `${name}: refunds`, value: outcome.refunds, unit: '' },
        { what: `${name}: requests left unanswered`, value: outcome.unanswered, unit: '' },
        { what: `${name}: gifts settled after a crash`, value: outcome.recovered, unit: '' },
      ];
    });
    return figures.flat();
  },
};
