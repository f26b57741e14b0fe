import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { CautiousReviewer } from '../../hooks/CautiousReviewer.ts';
import { OpenIds } from './OpenIds.ts';
import type { WechatCalls } from './WechatCalls.ts';
import { WechatReviewer } from './WechatReviewer.ts';
import { WechatTextCheck } from './WechatTextCheck.ts';

function fixture(openIdOf: () => Promise<string | null>) {
  const clock = new FakeClock();
  const asked: unknown[] = [];
  const post = async (_path: string, body: unknown) => {
    asked.push(body);
    return { errcode: 0, result: { suggest: 'risky' } };
  };
  const source = new WechatTextCheck(
    { post } as unknown as WechatCalls,
    new OpenIds({ openIdOf }, 'app', clock),
  );
  const policy = { timeoutMs: 50, failMode: 'closed', maxConcurrent: 1 } as const;
  const reviewer = new WechatReviewer(
    new CautiousReviewer({ source, ...policy, clock, log: silentLogger() }),
  );
  const review = async (userId: string) => {
    const user = { id: userId, name: 'Anna', avatarUrl: null };
    return (await reviewer.review({ kind: 'chat', text: 'hello', roomId: 'r1', user })).verdict;
  };
  return { review, asked };
}

const never = () => new Promise<never>(() => undefined);

describe('WechatReviewer', () => {
  it('asks WeChat about its users alone', async () => {
    const { review, asked } = fixture(async () => 'o-anna');
    expect([await review('wechat-anna'), await review('guest-1')]).toEqual(['refuse', 'pass']);
    expect(asked).toMatchObject([{ openid: 'o-anna' }]);
  });

  it('lets pass who is of another mini program', async () => {
    const { review, asked } = fixture(async () => null);
    expect([await review('wechat-anna'), asked]).toEqual(['pass', []]);
  });

  it('waits for the database no longer than for WeChat, and not for who is nobody of theirs', async () => {
    const { review } = fixture(never);
    expect([await review('wechat-anna'), await review('guest-1')]).toEqual(['refuse', 'pass']);
  });

  it('has the policy decide while the database is away', async () => {
    const { review } = fixture(async () => Promise.reject(new Error('away')));
    expect(await review('wechat-anna')).toBe('refuse');
  });
});
