import { expect, it } from 'vitest';
import type { TokenSource } from '../auth/TokenSource.ts';
import { LiveError } from '../LiveError.ts';
import { FakeCarriers } from './FakeCarriers.ts';
import { withTokens } from './withTokens.ts';

/** Opens one connection after the other, and keeps what became of each. */
function opened(tokens: TokenSource) {
  const carriers = new FakeCarriers();
  const used: string[] = [];
  const closed: LiveError[] = [];
  const open = withTokens(tokens, (token) => {
    used.push(token);
    return carriers.openCarrier;
  });
  const attempt = async () => {
    const carrier = open(
      { onOpen: () => undefined, onPush: () => undefined, onClosed: (error) => closed.push(error) },
      1000,
    );
    await settled();
    return carrier;
  };
  return { carriers, used, closed, attempt };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

function rotating(): TokenSource {
  let number = 1;
  return {
    token: async () => `t${number}`,
    renew: async () => {
      number += 1;
      return true;
    },
  };
}

it.each(['token_expired', 'token_revoked', 'token_invalid'] as const)(
  'renews a token refused with %s, and the next attempt uses the new one',
  async (code) => {
    const { carriers, used, closed, attempt } = opened(rotating());
    await attempt();
    carriers.newest.lose(new LiveError(code));
    await settled();
    expect(closed).toMatchObject([{ code, retryable: true }]);
    await attempt();
    expect(used).toEqual(['t1', 't2']);
  },
);

it('is refused for good where there is no other token', async () => {
  const { carriers, closed, attempt } = opened({ token: async () => 't', renew: async () => false });
  await attempt();
  carriers.newest.lose(new LiveError('token_revoked'));
  await settled();
  expect(closed).toMatchObject([{ code: 'token_revoked', retryable: false }]);
});

it('gives up on a source whose tokens are all refused', async () => {
  const { carriers, closed, attempt } = opened(rotating());
  for (let i = 0; i < 3; i += 1) {
    await attempt();
    carriers.newest.lose(new LiveError('token_invalid'));
    await settled();
  }
  expect(closed.map(({ retryable }) => retryable)).toEqual([true, true, false]);
});

it('tries again later when renewing does not get through', async () => {
  const renew = () => Promise.reject(new LiveError('network'));
  const { carriers, closed, attempt } = opened({ token: async () => 't', renew });
  await attempt();
  carriers.newest.lose(new LiveError('token_expired'));
  await settled();
  expect(closed).toMatchObject([{ code: 'network', retryable: true }]);
});

it('opens nothing when it was closed before the token came', async () => {
  const { used, closed, attempt } = opened({
    token: () => new Promise(() => undefined),
    renew: async () => false,
  });
  (await attempt()).close();
  await settled();
  expect([used, closed]).toEqual([[], []]);
});
