import type { Me, MeUpdated, UserRef } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { type Identity, isPlatformOperator, userOf } from '../../rooms/permissions.ts';
import type { UserDirectory } from '../../rooms/ports/UserDirectory.ts';
import type { AccessTokens, IssuedToken } from '../AccessTokens.ts';
import { guestTtlMs, isGuestId } from '../guests.ts';
import { hostTokenTtlMs } from '../hosts/HostLogins.ts';
import type { AccountStore, UserRecord } from './AccountStore.ts';
import type { AvatarFiles } from './AvatarFiles.ts';
import type { SignIns } from './SignIns.ts';

export interface ProfilesDeps {
  store: AccountStore;
  signIns: SignIns;
  tokens: AccessTokens;
  users: UserDirectory & {
    /** Written down what was remembered. */
    flush(): Promise<void>;
  };
  avatars: AvatarFiles;
  /** What people may call themselves. @throws AppError `text_refused` */
  cleanName: (name: string) => string;
  /** Where a mini program's host wants to look at names first. @throws AppError `text_refused` */
  reviewName: (name: string, user: UserRef) => Promise<void>;
  /** The user's record has changed. */
  onUserChanged: (user: UserRef) => void;
  clock: Clock;
}

/** Who somebody is: what they see of themselves, and what they may change. A change shows from the next token on. */
export class Profiles {
  readonly #deps: ProfilesDeps;

  constructor(deps: ProfilesDeps) {
    this.#deps = deps;
  }

  async me(identity: Identity): Promise<Me> {
    return meOf(identity, await this.#recordOf(identity));
  }

  /** @throws AppError `forbidden` for users of another backend: it says who they are; `text_refused` */
  async update(
    identity: Identity,
    changes: { name?: string | undefined; avatarUrl?: null | undefined },
  ): Promise<MeUpdated> {
    const { avatarUrl } = changes;
    const name = changes.name === undefined ? undefined : this.#deps.cleanName(changes.name);
    if (name !== undefined) await this.#deps.reviewName(name, userOf(identity));
    return this.#change(identity, {
      ...(name === undefined ? {} : { name }),
      ...(avatarUrl === undefined ? {} : { avatarUrl }),
    });
  }

  /** @throws AppError `forbidden` for guests and users of another backend; `picture_unsupported`, `payload_too_large` */
  async setAvatar(identity: Identity, picture: Buffer): Promise<MeUpdated> {
    const { kind } = await this.#recordOf(identity);
    if (kind !== 'account' && kind !== 'host')
      throw new AppError('forbidden', { detail: 'somebody without an account has no picture' });
    return this.#change(identity, { avatarUrl: await this.#deps.avatars.keep(picture) });
  }

  async #change(
    identity: Identity,
    changes: Partial<Pick<UserRef, 'name' | 'avatarUrl'>>,
  ): Promise<MeUpdated> {
    const { store, avatars, onUserChanged } = this.#deps;
    const { kind } = await this.#recordOf(identity);
    if (kind === 'external') throw new AppError('forbidden', { detail: 'their backend says who they are' });
    const unusedAvatar = await store.updateUser(identity.userId, changes);
    if (unusedAvatar) await avatars.remove(unusedAvatar);
    const record = await this.#recordOf(identity);
    onUserChanged(record.user);
    const { token, expiresAtMs } = await this.#issue(identity, record);
    return { ...meOf(identity, record), token, expiresAt: new Date(expiresAtMs).toISOString() };
  }

  #issue(identity: Identity, { user, account, kind }: UserRecord): Promise<IssuedToken> {
    if (account !== null) return this.#deps.signIns.issue({ user, account }, identity.signInId ?? null);
    const { grants, addressKey } = identity;
    return this.#deps.tokens.issue({
      userId: user.id,
      name: user.name,
      avatarUrl: user.avatarUrl,
      grants,
      addressKey: addressKey ?? null,
      ttlMs: kind === 'host' ? hostTokenTtlMs : guestTtlMs,
      nowMs: this.#deps.clock.nowMs(),
    });
  }

  // Who has come just now may not be written down yet.
  async #recordOf(identity: Identity): Promise<UserRecord> {
    const { store, users, clock } = this.#deps;
    const { userId } = identity;
    const known = await store.userById(userId);
    if (known) return known;
    await users.flush();
    return (
      (await store.userById(userId)) ?? {
        user: userOf(identity),
        kind: isGuestId(userId) ? 'guest' : 'external',
        account: null,
        createdAtMs: clock.nowMs(),
      }
    );
  }
}

function meOf({ grants }: Identity, { user, account, kind, createdAtMs }: UserRecord): Me {
  return {
    user,
    account,
    kind,
    isOperator: isPlatformOperator(grants),
    createdAt: new Date(createdAtMs).toISOString(),
  };
}
