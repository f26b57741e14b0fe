import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../core/Clock.ts';
import { FakeClock } from '../../core/FakeClock.ts';
import { Turns } from './Turns.ts';

describe('Turns', () => {
  it('runs the first at once and the others in order, each in a turn of its own', async () => {
    const turns = new Turns(new SystemClock());
    const ran: string[] = [];
    const finished = Promise.withResolvers<void>();
    for (const name of ['a', 'b', 'c']) turns.take(() => ran.push(name));
    turns.take(() => finished.resolve());
    expect(ran).toEqual(['a']);
    setImmediate(() => ran.push('something else'));
    await finished.promise;
    expect(ran).toEqual(['a', 'something else', 'b', 'c']);
  });

  it('runs nothing more after its close, and leaves no timer', () => {
    const clock = new FakeClock();
    const turns = new Turns(clock);
    const ran: string[] = [];
    for (const name of ['a', 'b']) turns.take(() => ran.push(name));
    turns.close();
    clock.advance(10);
    expect(ran).toEqual(['a']);
    expect(clock.pendingTimers).toBe(0);
  });
});
