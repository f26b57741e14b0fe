import type { UserNotice } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { FakeHostMessageStore } from '../../interaction/hostMessages/FakeHostMessageStore.ts';
import { HostMessageChannel } from './HostMessageChannel.ts';
import type { HostMessage, MessageOutcome } from './ports.ts';

const template = { id: 't', fields: { title: 'thing1' } };
const notice: UserNotice = {
  id: 'n1',
  kind: 'wentLive',
  at: '2026-01-01T12:00:00.000Z',
  anchor: { id: 'mei', name: '小美', avatarUrl: null },
  roomId: 'r1',
  title: '下午茶',
  scheduleId: null,
};

async function* pagesOf(...pages: string[][]): AsyncGenerator<string[]> {
  yield* pages;
}

/** @param answers what the host says, one after the other; the last one again and again */
async function fixture(quota: Record<string, number>, answers: MessageOutcome[] = ['sent']) {
  const clock = new FakeClock();
  const quotas = new FakeHostMessageStore();
  for (const [userId, count] of Object.entries(quota))
    for (let i = 0; i < count; i += 1) await quotas.add({ userId, templateId: 't' }, 30);
  const sent: HostMessage[] = [];
  let onSend: () => Promise<void> | void = () => undefined;
  const sender = {
    send: async (message: HostMessage) => {
      sent.push(message);
      await onSend();
      return { outcome: answers[Math.min(sent.length, answers.length) - 1] ?? 'sent', reason: 'so' };
    },
  };
  const channel = new HostMessageChannel({
    ...{ name: 'wechat', template, roomPage: 'pages/room/room?id={roomId}', sender, quotas, clock },
    log: silentLogger(),
    rate: { perSecond: 1000, burst: 1000 },
    maxAtOnce: 2,
  });
  const deliver = async (...pages: string[][]): Promise<void> => {
    let isDone = false;
    const delivering = channel.deliver(notice, pagesOf(...pages)).finally(() => {
      isDone = true;
    });
    // Pauses between attempts pass at once.
    while (!isDone) {
      clock.advance(60_000);
      await new Promise(setImmediate);
    }
    await delivering;
  };
  const hook = (hooked: typeof onSend) => {
    onSend = hooked;
  };
  return { channel, quotas, sent, deliver, hook, left: (userId: string) => quotas.left(userId, 't') };
}

describe('HostMessageChannel', () => {
  it('tells those who have agreed, each once, and one agreement is used up', async () => {
    const { sent, deliver, left } = await fixture({ anna: 2, bob: 1 });
    await deliver(['anna', 'carl'], ['bob']);
    expect(sent).toEqual(
      ['o-anna', 'o-bob'].map((openId) => ({
        openId,
        templateId: 't',
        page: 'pages/room/room?id=r1',
        data: { thing1: '下午茶' },
      })),
    );
    expect([left('anna'), left('bob')]).toEqual([1, 0]);
    await deliver(['anna', 'bob']);
    expect(sent.map(({ openId }) => openId)).toEqual(['o-anna', 'o-bob', 'o-anna']);
  });

  it.each<[MessageOutcome, { asked: number; left: number }]>([
    ['sent', { asked: 1, left: 2 }],
    ['unknown', { asked: 1, left: 2 }],
    ['noneLeft', { asked: 1, left: 0 }],
    ['impossible', { asked: 1, left: 3 }],
    ['busy', { asked: 3, left: 3 }],
  ])('knows what is left when the host says "%s"', async (outcome, expected) => {
    const { sent, deliver, left } = await fixture({ anna: 3 }, [outcome]);
    await deliver(['anna']);
    expect({ asked: sent.length, left: left('anna') }).toEqual(expected);
  });

  it('tries again where certainly nothing was sent', async () => {
    const { sent, deliver, left } = await fixture({ anna: 1 }, ['busy', 'busy', 'sent']);
    await deliver(['anna']);
    expect([sent.length, left('anna')]).toEqual([3, 0]);
  });

  it('asks nobody else once the host takes no such message', async () => {
    const users = Array.from({ length: 50 }, (_, i) => `u${i}`);
    const quota = Object.fromEntries(users.map((userId) => [userId, 1]));
    const { sent, deliver, left } = await fixture(quota, ['impossible']);
    await deliver(users.slice(0, 25), users.slice(25));
    // Those that were under way already.
    expect(sent.length).toBeLessThanOrEqual(2);
    expect(users.filter((userId) => left(userId) === 1)).toHaveLength(50);
  });

  it('lets two shows that begin at once use up one agreement only once', async () => {
    const { channel, sent, deliver, left } = await fixture({ anna: 1 });
    await Promise.all([deliver(['anna']), channel.deliver({ ...notice, id: 'n2' }, pagesOf(['anna']))]);
    expect([sent.length, left('anna')]).toEqual([1, 0]);
  });

  it('has only so many on their way', async () => {
    const users = Array.from({ length: 10 }, (_, i) => `u${i}`);
    const { deliver, hook, sent } = await fixture(Object.fromEntries(users.map((userId) => [userId, 1])));
    let underWay = 0;
    let most = 0;
    hook(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
    });
    await deliver(users);
    expect([sent.length, most]).toEqual([10, 2]);
  });

  it('lets go of the rest when it is closed, and gives back what was not sent', async () => {
    const { channel, sent, deliver, hook, left } = await fixture({ anna: 1, bob: 1, carl: 1 }, ['busy']);
    hook(() => channel.close());
    await deliver(['anna'], ['bob'], ['carl']);
    expect(sent).toHaveLength(1);
    expect(['anna', 'bob', 'carl'].map(left)).toEqual([1, 1, 1]);
  });

  it('has no message for a show that is called off', async () => {
    const { channel, sent, left } = await fixture({ anna: 1 });
    await channel.deliver({ ...notice, kind: 'showCancelled' }, pagesOf(['anna']));
    expect([sent.length, left('anna')]).toEqual([0, 1]);
  });
});
