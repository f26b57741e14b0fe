import { describe, expect, it } from 'vitest';
import { DanmakuLanes } from './DanmakuLanes.ts';

const line = (id: string, text = '主播好', isOwn = false) => ({ id, text, isOwn });

describe('DanmakuLanes', () => {
  it('gives every line a lane of its own while those before it enter', () => {
    const lanes = new DanmakuLanes();
    for (const id of ['1', '2', '3', '4']) expect(lanes.add(line(id), 0)).toBe(true);
    expect(lanes.shown.map(({ lane }) => lane)).toEqual([0, 1, 2, 3]);
    expect(lanes.add(line('5'), 100)).toBe(false);
  });

  it('uses a lane again once the line before has entered it whole', () => {
    const lanes = new DanmakuLanes();
    lanes.add(line('1'), 0);
    expect(lanes.add(line('2'), 1300)).toBe(true);
    expect(lanes.shown[1]?.lane).toBe(0);
  });

  it('never lets one line run into another: all pass at one speed', () => {
    const lanes = new DanmakuLanes();
    lanes.add(line('short', '好'), 0);
    lanes.add(line('long', '主播今天穿得真好看，能唱一首歌吗'), 0);
    const [short, long] = lanes.shown;
    expect((long?.seconds ?? 0) / (short?.seconds ?? 1)).toBeCloseTo((1 + 16 * 0.04) / (1 + 0.04));
  });

  it('always shows one’s own', () => {
    const lanes = new DanmakuLanes();
    for (const id of ['1', '2', '3', '4']) lanes.add(line(id), 0);
    expect(lanes.add(line('own', '我来了', true), 0)).toBe(true);
  });

  it('takes away what has passed, and what was deleted', () => {
    const lanes = new DanmakuLanes();
    lanes.add(line('1'), 0);
    lanes.add(line('2'), 0);
    expect(lanes.remove((id) => id === '1')).toBe(true);
    expect(lanes.removePassed(1000)).toBe(false);
    expect(lanes.removePassed(8000)).toBe(true);
    expect(lanes.shown).toEqual([]);
  });
});
