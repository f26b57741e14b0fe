import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../tests/support/seededRandom.ts';
import { Arrivals } from './Arrivals.ts';

describe('Arrivals', () => {
  it('lists the newest first whoever has left meanwhile', () => {
    const random = seededRandom(7);
    const arrivals = new Arrivals<{ number: number }>();
    let here: { number: number }[] = [];
    for (let number = 1; number <= 2000; number += 1) {
      const item = { number };
      arrivals.add(item);
      here.push(item);
      while (random() < 0.49) {
        const leaving = here[Math.floor(random() * here.length)];
        if (!leaving) break;
        arrivals.delete(leaving);
        arrivals.delete(leaving);
        here = here.filter((one) => one !== leaving);
      }
    }
    expect([...arrivals.newestFirst()]).toEqual(here.toReversed());
    expect([...arrivals.newestFirst(1900)]).toEqual(here.filter(({ number: n }) => n < 1900).toReversed());
  });
});
