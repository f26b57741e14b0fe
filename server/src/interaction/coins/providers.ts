import type { PaymentProvider } from './ports.ts';

/** Nothing is paid: the buyer confirms on our own page. For development servers. */
export const developmentPayments: PaymentProvider = {
  kind: 'development',
  checkoutUrl: () => null,
};

/**
 * The operator's own payment page. It gets the purchase in its address, and when it is paid its backend posts a signed notice.
 * @param pageUrl the page; `purchase`, `amount`, `currency` and `coins` are added to its query
 */
export function externalPayments(pageUrl: string): PaymentProvider {
  return {
    kind: 'external',
    checkoutUrl: ({ id, pack }) => {
      const url = new URL(pageUrl);
      const fields = { purchase: id, amount: pack.amountMinor, currency: pack.currency, coins: pack.coins };
      for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, String(value));
      return url.href;
    },
  };
}
