import type { Grants } from '@lianmai/shared';
import { guestGrants } from '../guests.ts';

const operatorGrants: Grants = { ...guestGrants, role: 'operator', moderate: true };

/** What the holder of an account may do. Operators are named by the settings, so that no database can make one. */
export class AccountGrants {
  readonly #operators: ReadonlySet<string>;

  /** @param operators account names */
  constructor(operators: readonly string[]) {
    this.#operators = new Set(operators.map((account) => account.toLowerCase()));
  }

  of(account: string): Grants {
    return this.isOperator(account) ? operatorGrants : guestGrants;
  }

  isOperator(account: string): boolean {
    return this.#operators.has(account.toLowerCase());
  }
}
