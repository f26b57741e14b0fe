import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { FrameTicker, frameTimeMs, type Tick } from './FrameTicker.ts';

function tickerAt(ageMs: number, frameRate = 25) {
  const clock = new FakeClock();
  const ticks: (Tick & { atMs: number })[] = [];
  const originMs = clock.nowMs() - ageMs;
  const onTick = (tick: Tick) => ticks.push({ ...tick, atMs: clock.nowMs() - originMs });
  const ticker = new FrameTicker({ clock, originMs, frameRate, delayMs: 180, onTick });
  return { clock, ticks, ticker };
}

describe('the ticker', () => {
  it('comes for each picture once, when it is due', () => {
    const { clock, ticks } = tickerAt(0);
    clock.advance(180 + 120);
    expect(ticks).toEqual([
      { timeMs: 0, skipped: 0, atMs: 180 },
      { timeMs: 40, skipped: 0, atMs: 220 },
      { timeMs: 80, skipped: 0, atMs: 260 },
      { timeMs: 120, skipped: 0, atMs: 300 },
    ]);
  });

  it('begins on the grid in the middle of a timeline', () => {
    const { clock, ticks } = tickerAt(10_190);
    clock.advance(40);
    expect(ticks.map(({ timeMs }) => timeMs)).toEqual([10_040]);
  });

  it.each([24, 25, 30, 29.97])('does not drift at %d pictures a second', (frameRate) => {
    const { clock, ticks } = tickerAt(0, frameRate);
    clock.advance(180 + 60_000);
    expect(ticks.length).toBe(Math.floor(60 * frameRate) + 1);
    for (const [i, { timeMs, atMs }] of ticks.entries()) {
      expect(timeMs).toBe(frameTimeMs(i, frameRate));
      expect(atMs).toBe(timeMs + 180);
    }
  });

  it('skips what is late instead of catching up', () => {
    const clock = new FakeClock();
    const ticks: Tick[] = [];
    let isBusy = true;
    // A task that took 130 ms: the clock is later than the timer's time when the tick comes.
    const late = {
      nowMs: () => clock.nowMs() + (isBusy ? 0 : 130),
      after: clock.after.bind(clock),
      every: clock.every.bind(clock),
    };
    const onTick = (tick: Tick) => ticks.push(tick);
    new FrameTicker({ clock: late, originMs: clock.nowMs(), frameRate: 25, delayMs: 0, onTick });
    clock.advance(45);
    isBusy = false;
    clock.advance(45);
    expect(ticks).toEqual([
      { timeMs: 40, skipped: 0 },
      { timeMs: 200, skipped: 3 },
    ]);
  });

  it('stops, also from within a tick', () => {
    const { clock, ticks, ticker } = tickerAt(0);
    clock.advance(200);
    ticker.stop();
    clock.advance(500);
    expect(ticks).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });
});
