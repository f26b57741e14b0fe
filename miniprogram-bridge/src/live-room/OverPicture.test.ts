import type { RoomEvent } from '@lianmai/shared';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OverPicture, type OverPictureOptions, type OverPictureView } from './OverPicture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('draws lines only for those who want them', () => {
  let tell: (event: RoomEvent) => void = () => undefined;
  let isWanted = false;
  const drawn: Partial<OverPictureView>[] = [];
  const over = new OverPicture({
    room: {
      on: (_name: string, listener: typeof tell) => {
        tell = listener;
        return () => undefined;
      },
      room: { getSnapshot: () => ({ clockOffsetMs: 0 }) },
    } as unknown as OverPictureOptions['room'],
    language: 'zh',
    ownId: () => null,
    absoluteUrl: (path) => path,
    latencyMs: () => 0,
    showsDanmaku: () => isWanted,
    draw: (view) => drawn.push(view),
  });
  const says = (content: string) => {
    const message = { id: content, content, user: { id: 'ben', name: 'Ben', avatarUrl: null } };
    tell({ type: 'chatPosted', at: Date.now(), data: { message } } as unknown as RoomEvent);
  };
  says('one');
  vi.advanceTimersByTime(1000);
  expect([drawn, vi.getTimerCount()]).toEqual([[], 0]);
  isWanted = true;
  says('two');
  vi.advanceTimersByTime(1000);
  expect(drawn.map(({ danmaku }) => danmaku?.map(({ text }) => text))).toEqual([['two']]);
  over.close();
});
