import { type LiveClient, LiveError } from '@lianmai/miniprogram';
import { expect, it } from 'vitest';
import { Announcements, type NextShowView } from './Announcements';

const show = (title: string, isReminded: boolean) => ({
  ...{ id: title, roomId: 'r', title, isReminded },
  startsAt: new Date(Date.now() + 3_600_000).toISOString(),
});

/** @param answers to asking what is announced, one after the other */
function announced(answers: (object[] | LiveError)[]) {
  const views: (NextShowView | null)[] = [];
  const rest = {
    schedule: async () => {
      const answer = answers.shift();
      if (!Array.isArray(answer)) throw answer ?? new LiveError('internal');
      return answer;
    },
    remind: async (_id: string, isReminded: boolean) => ({ isReminded }),
  };
  const announcements = new Announcements({
    client: { rest } as unknown as LiveClient,
    roomId: 'r',
    language: 'zh',
    sentenceOf: ({ code }) => code,
    toast: () => undefined,
    draw: (view) => void views.push(view),
  });
  return { announcements, views, titles: () => views.map((view) => view?.title ?? null) };
}

it('asks once, and again after what failed', async () => {
  const { announcements, titles } = announced([new LiveError('timeout'), [show('跨年夜', false)], []]);
  await announcements.look();
  expect(titles()).toEqual([]);
  await announcements.look();
  await announcements.look();
  expect(titles()).toEqual(['跨年夜']);
});

it('does not name a show any more that has begun, and asks anew after it', async () => {
  const { announcements, titles } = announced([[show('今晚', true)], [show('明晚', false)]]);
  await announcements.look();
  expect(announcements.isReminded).toBe(true);
  announcements.forget();
  announcements.forget();
  expect(announcements.isReminded).toBe(false);
  await announcements.look();
  expect(titles()).toEqual(['今晚', null, '明晚']);
});

it('says whether one is reminded', async () => {
  const { announcements } = announced([[show('今晚', false)]]);
  await announcements.look();
  await announcements.toggle();
  expect(announcements.isReminded).toBe(true);
});
