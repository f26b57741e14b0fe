import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { FakeHostMessageStore } from './FakeHostMessageStore.ts';
import { HostMessages } from './HostMessages.ts';

const wechat = { host: 'wechat', appId: 'app', templateIds: ['live', 'other'] } as const;

function fixture() {
  const clock = new FakeClock();
  const store = new FakeHostMessageStore();
  const messages = new HostMessages({
    ...{ store, apps: { wechat }, clock, log: silentLogger() },
    mayBeUserOf: (_host, userId) => !userId.startsWith('guest-'),
  });
  const answer = (result: 'accept' | 'reject' | 'ban' | 'filter', templateId = 'live', userId = 'anna') =>
    messages.answered(userId, { host: 'wechat', templateId, result });
  return { messages, clock, answer };
}

describe('HostMessages', () => {
  it('counts accepts by template, and nothing else', async () => {
    const { messages, answer } = fixture();
    await answer('accept');
    await answer('accept', 'other');
    for (const result of ['reject', 'ban', 'filter'] as const)
      expect(await answer(result)).toEqual({ templateId: 'live', remaining: 1 });
    expect(await messages.list('anna')).toEqual([
      { templateId: 'live', remaining: 1 },
      { templateId: 'other', remaining: 1 },
    ]);
    expect(await messages.list('bob')).toMatchObject([{ remaining: 0 }, { remaining: 0 }]);
  });

  it('lets only so many wait, however long somebody goes on', async () => {
    const { clock, answer } = fixture();
    for (let i = 0; i < 40; i += 1) {
      clock.advance(2000);
      await answer('accept');
    }
    expect(await answer('accept')).toEqual({ templateId: 'live', remaining: 30 });
  });

  it.each(['accept', 'reject', 'ban', 'filter'] as const)(
    'takes no %s of who did not come from that host',
    async (result) => {
      const { answer } = fixture();
      await expect(answer(result, 'live', 'guest-1')).rejects.toMatchObject({ code: 'forbidden' });
    },
  );

  it('slows down who says it without end', async () => {
    const { answer } = fixture();
    for (let i = 0; i < 20; i += 1) await answer('accept');
    await expect(answer('accept')).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(await answer('accept', 'live', 'bob')).toMatchObject({ remaining: 1 });
  });

  it.each([
    ['a host without templates', { host: 'douyin', templateId: 'live' }, 'not_supported'],
    ['another template', { host: 'wechat', templateId: 'x' }, 'invalid_request'],
  ] as const)('knows nothing of %s', async (_what, asked, code) => {
    const { messages } = fixture();
    await expect(messages.answered('anna', { ...asked, result: 'accept' })).rejects.toMatchObject({ code });
  });
});
