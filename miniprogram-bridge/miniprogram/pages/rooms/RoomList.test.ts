import { LiveError } from '@lianmai/miniprogram';
import type { RoomView } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { RoomList, type RoomListState } from './RoomList';

const room = (id: string) => ({ id }) as RoomView;
const idsOf = (state: RoomListState) =>
  state.phase === 'ready' ? state.rooms.map(({ id }) => id).join('') : state.phase;

/** Each question waits until the test answers it. */
function openList(kept: RoomView[] = []) {
  const questions: {
    cursor: string | null;
    answer: (rooms: string, next?: string) => void;
    fail: (error: LiveError) => void;
  }[] = [];
  const written: RoomView[][] = [];
  const seen: RoomListState[] = [];
  const list = new RoomList({
    load: (cursor) =>
      new Promise((resolve, reject) => {
        questions.push({
          cursor,
          answer: (rooms, next) => resolve({ rooms: [...rooms].map(room), next: next ?? null }),
          fail: reject,
        });
      }),
    cache: { read: () => kept, write: (rooms) => void written.push(rooms) },
    sentenceOf: ({ code }) => `sentence of ${code}`,
    onChange: (state) => void seen.push(state),
  });
  return { list, questions, written, seen };
}

describe('the list of live rooms', () => {
  it('loads page after page, and nobody stands in it twice', async () => {
    const { list, questions } = openList();
    expect(list.state).toEqual({ phase: 'loading' });
    const first = list.refresh();
    questions[0]?.answer('abc', 'after c');
    expect(await first).toBe(true);
    expect(list.state).toMatchObject({ phase: 'ready', more: 'there' });
    const second = list.more();
    expect(list.state).toMatchObject({ more: 'loading' });
    await list.more();
    expect(questions.map(({ cursor }) => cursor)).toEqual([null, 'after c']);
    questions[1]?.answer('cde');
    await second;
    expect(idsOf(list.state)).toBe('abcde');
    expect(list.state).toMatchObject({ more: 'none' });
    await list.more();
    expect(questions).toHaveLength(2);
  });

  it('goes on to the next page after a question for the first one that failed meanwhile', async () => {
    const { list, questions } = openList();
    const first = list.refresh();
    questions[0]?.answer('abc', 'after c');
    await first;
    void list.more();
    const again = list.refresh();
    questions[2]?.fail(new LiveError('network'));
    await again;
    expect(list.state).toMatchObject({ isStale: true, more: 'there' });
    const more = list.more();
    questions[3]?.answer('d');
    await more;
    expect(idsOf(list.state)).toBe('abcd');
  });

  it('shows what was there last at once, and keeps it where the server does not answer', async () => {
    const { list, questions, written } = openList([room('x')]);
    expect(idsOf(list.state)).toBe('x');
    const refused = list.refresh();
    questions[0]?.fail(new LiveError('network'));
    expect(await refused).toBe(false);
    expect(list.state).toMatchObject({ phase: 'ready', isStale: true });
    expect(idsOf(list.state)).toBe('x');
    const answered = list.refresh();
    questions[1]?.answer('yz');
    await answered;
    expect(list.state).toMatchObject({ isStale: false });
    expect(idsOf(list.state)).toBe('yz');
    expect(written.map((rooms) => rooms.length)).toEqual([2]);
  });

  it('says why where it has nothing, and loads again', async () => {
    const { list, questions, seen } = openList();
    const refused = list.refresh();
    questions[0]?.fail(new LiveError('timeout'));
    await refused;
    expect(list.state).toEqual({ phase: 'failed', sentence: 'sentence of timeout' });
    const again = list.refresh();
    questions[1]?.answer('');
    await again;
    expect(seen.map(({ phase }) => phase)).toEqual(['failed', 'loading', 'ready']);
  });

  it('keeps its page where the next one fails, and asks for that again', async () => {
    const { list, questions } = openList();
    const first = list.refresh();
    questions[0]?.answer('ab', 'after b');
    await first;
    const lost = list.more();
    questions[1]?.fail(new LiveError('network'));
    await lost;
    expect(list.state).toMatchObject({ more: 'failed' });
    const again = list.more();
    questions[2]?.answer('c');
    await again;
    expect(idsOf(list.state)).toBe('abc');
  });

  it('does not look at answers to older questions', async () => {
    const { list, questions } = openList();
    const first = list.refresh();
    questions[0]?.answer('ab', 'after b');
    await first;
    const more = list.more();
    const refreshed = list.refresh();
    questions[2]?.answer('z');
    await refreshed;
    questions[1]?.answer('c');
    await more;
    expect(idsOf(list.state)).toBe('z');
  });
});
