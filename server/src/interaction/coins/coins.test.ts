import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { FakeLedger } from './FakeLedger.ts';
import { signNotice, verifyNotice } from './noticeSignature.ts';
import { assertBalanced, creditPostings, giftPostings, incomeOf, reversed } from './postings.ts';
import { externalPayments } from './providers.ts';
import { Wallets } from './Wallets.ts';

describe('postings', () => {
  it.each([
    { coins: 100, share: 50, income: 50 },
    { coins: 1, share: 50, income: 1 },
    { coins: 3, share: 50, income: 2 },
    { coins: 99, share: 0, income: 99 },
    { coins: 99, share: 100, income: 0 },
    { coins: 7, share: 33, income: 5 },
  ])(
    'of $coins coins at $share % the anchor gets $income, and nothing is lost',
    ({ coins, share, income }) => {
      expect(incomeOf(coins, share)).toBe(income);
      const postings = giftPostings({ giverId: 'bob', anchorId: 'anna', coins, income });
      expect(() => assertBalanced(postings)).not.toThrow();
      expect(() => assertBalanced(reversed(postings))).not.toThrow();
      expect(postings.find(({ accountId }) => accountId === 'coins:bob')?.amount).toBe(-coins);
      expect(postings.every(({ amount }) => amount !== 0)).toBe(true);
    },
  );

  it.each([
    ['one side only', [{ accountId: 'coins:bob', amount: 5 }]],
    ['coins out of nothing', creditPostings('platform:sold', 'bob', 5).map((one) => ({ ...one, amount: 5 }))],
    ['parts of a coin', creditPostings('platform:sold', 'bob', 0.5)],
    ['the same account twice', creditPostings('coins:bob', 'bob', 5)],
    ['nothing', creditPostings('platform:sold', 'bob', 0)],
  ])('refuses %s', (_name, postings) => {
    expect(() => assertBalanced(postings)).toThrow(RangeError);
  });
});

describe('Wallets', () => {
  function fixture(startingCoins = 100) {
    const ledger = new FakeLedger();
    return {
      ledger,
      wallets: new Wallets({ ledger, clock: new FakeClock(), log: silentLogger(), startingCoins }),
    };
  }

  it('begins with the start balance, once', async () => {
    const { wallets, ledger } = fixture();
    await Promise.all([wallets.open('bob'), wallets.open('bob'), wallets.wallet('bob')]);
    expect(await wallets.wallet('bob')).toEqual({ balance: 100, income: 0 });
    expect(ledger.transfers.size).toBe(1);
  });

  it('gives nothing away where nothing is given away', async () => {
    const { wallets, ledger } = fixture(0);
    expect(await wallets.wallet('bob')).toEqual({ balance: 0, income: 0 });
    expect(ledger.transfers.size).toBe(0);
  });

  it('tops up once for a key, and each time without one', async () => {
    const { wallets } = fixture(0);
    await wallets.topUp('op', 'bob', { coins: 30, key: 'k' });
    await wallets.topUp('op', 'bob', { coins: 30, key: 'k' });
    expect((await wallets.topUp('op', 'eve', { coins: 30, key: 'k' })).balance).toBe(30);
    await wallets.topUp('op', 'bob', { coins: 5 });
    expect((await wallets.topUp('op', 'bob', { coins: 5 })).balance).toBe(40);
  });
});

describe('noticeSignature', () => {
  const secret = 'a secret of thirty-two characters';
  const nowMs = 1_800_000_000_000;
  const body = '{"purchaseId":"p1"}';

  it('takes what was signed with the secret', () => {
    expect(() => verifyNotice(body, signNotice(body, secret, nowMs), secret, nowMs + 60_000)).not.toThrow();
  });

  it.each([
    ['no signature', body, undefined, nowMs],
    ['another body', '{"purchaseId":"p2"}', signNotice(body, secret, nowMs), nowMs],
    ['another secret', body, signNotice(body, `${secret}!`, nowMs), nowMs],
    ['an old one', body, signNotice(body, secret, nowMs), nowMs + 301_000],
    ['one from the future', body, signNotice(body, secret, nowMs + 301_000), nowMs],
    ['rubbish', body, 't=1,v1=zz', nowMs],
  ])('refuses %s', (_name, text, signature, atMs) => {
    expect(() => verifyNotice(text, signature, secret, atMs)).toThrow(
      expect.objectContaining({ code: 'signature_wrong' }),
    );
  });
});

describe('externalPayments', () => {
  it('adds the purchase to the address of the page', () => {
    const pack = { id: 'p', coins: 60, amountMinor: 600, currency: 'CNY' };
    const url = externalPayments('https://pay.example.com/coins?shop=1').checkoutUrl({
      id: 'a b',
      pack,
      userId: 'bob',
    });
    expect(url).toBe('https://pay.example.com/coins?shop=1&purchase=a+b&amount=600&currency=CNY&coins=60');
  });
});
