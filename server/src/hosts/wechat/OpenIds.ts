import { mayBeUserOf } from '../../auth/hosts/hostUserIds.ts';
import type { HostUserStore } from '../../auth/hosts/ports.ts';
import type { Clock } from '../../core/Clock.ts';
import { ShortMemory } from '../../core/ShortMemory.ts';

const memory = { keptMs: 3_600_000, maxEntries: 50_000 };

/** Who of our users is who at WeChat. They never change, so that chat asks the database once an hour and person. */
export class OpenIds {
  readonly #store: Pick<HostUserStore, 'openIdOf'>;
  readonly #appId: string;
  readonly #known: ShortMemory<string | null>;

  constructor(store: Pick<HostUserStore, 'openIdOf'>, appId: string, clock: Clock) {
    this.#store = store;
    this.#appId = appId;
    this.#known = new ShortMemory(clock, memory);
  }

  /** `null` for who did not come from this mini program. @throws AppError `database_unavailable` */
  async of(userId: string): Promise<string | null> {
    if (!mayBeUserOf('wechat', userId)) return null;
    return await this.#known.get(userId, () =>
      this.#store.openIdOf({ userId, host: 'wechat', appId: this.#appId }),
    );
  }
}
