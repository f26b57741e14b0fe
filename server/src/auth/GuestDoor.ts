import type { LoginResult } from '@lianmai/shared';
import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { AccessTokens } from './AccessTokens.ts';
import { loginGuest } from './guests.ts';

export interface GuestDoorDeps {
  tokens: AccessTokens;
  clock: Clock;
  /** Only a development server lets guests in. */
  isOpen: boolean;
  /** Stands for the address a guest comes from. */
  addressKeyOf: (address: string | undefined) => string | null;
  /** What people may call themselves. @throws AppError `text_refused` */
  cleanName: (name: string) => string;
  /** @throws AppError `banned` */
  assertAddressMayAct: (addressKey: string | null) => void;
  /** See `GuestLogin`. */
  isAccount: (userId: string) => Promise<boolean>;
}

export interface GuestCall {
  name: string;
  /** See `GuestLogin`. */
  earlierToken?: string | undefined;
  address: string | undefined;
}

/** The one way in for people without an account, whatever they come over. */
export class GuestDoor {
  readonly #deps: GuestDoorDeps;

  constructor(deps: GuestDoorDeps) {
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#deps.isOpen;
  }

  /** @throws AppError `guests_disabled`, `banned`, `text_refused` */
  admit({ name, earlierToken, address }: GuestCall): Promise<LoginResult> {
    const { tokens, clock, addressKeyOf, cleanName, assertAddressMayAct, isAccount } = this.#deps;
    if (!this.isOpen) throw new AppError('guests_disabled');
    const addressKey = addressKeyOf(address);
    assertAddressMayAct(addressKey);
    const guest = { name: cleanName(name), earlierToken, addressKey, isAccount };
    return loginGuest(tokens, clock, guest);
  }
}
