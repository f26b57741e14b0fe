import type { HostMessageQuota } from '@lianmai/shared';
import type { HostMessageStore, Reachable } from './ports.ts';

/** Quotas in memory. A user's openid is their id with `o-` in front. */
export class FakeHostMessageStore implements HostMessageStore {
  readonly #left = new Map<string, number>();

  async add({ userId, templateId }: { userId: string; templateId: string }, atMost: number): Promise<number> {
    const left = Math.min(atMost, this.left(userId, templateId) + 1);
    this.#left.set(`${userId} ${templateId}`, left);
    return left;
  }

  async list(userId: string, templateIds: readonly string[]): Promise<HostMessageQuota[]> {
    return templateIds.map((templateId) => ({ templateId, remaining: this.left(userId, templateId) }));
  }

  async listReachable(userIds: readonly string[], templateId: string): Promise<Reachable[]> {
    return userIds
      .filter((userId) => this.left(userId, templateId) > 0)
      .map((userId) => ({ userId, openId: `o-${userId}` }));
  }

  async take(userId: string, templateId: string): Promise<boolean> {
    const left = this.left(userId, templateId);
    if (left > 0) this.#left.set(`${userId} ${templateId}`, left - 1);
    return left > 0;
  }

  async giveBack(userId: string, templateId: string): Promise<void> {
    this.#left.set(`${userId} ${templateId}`, this.left(userId, templateId) + 1);
  }

  async clear(userId: string, templateId: string): Promise<void> {
    this.#left.set(`${userId} ${templateId}`, 0);
  }

  left(userId: string, templateId: string): number {
    return this.#left.get(`${userId} ${templateId}`) ?? 0;
  }
}
