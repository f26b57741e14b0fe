import type { HostMessageQuota, MiniProgramHost } from '@lianmai/shared';

/** A mini program that messages can be sent from, and its templates. */
export interface MessagingApp {
  host: MiniProgramHost;
  appId: string;
  templateIds: readonly string[];
}

/** Somebody who has agreed to a message, as their host knows them. */
export interface Reachable {
  userId: string;
  openId: string;
}

/** How many messages each user has agreed to and not had yet, by template. */
export interface HostMessageStore {
  /**
   * One more, up to `atMost`.
   * @returns how many there are now; `null` when this user did not come from that mini program
   */
  add(
    agreed: { userId: string; templateId: string; app: Pick<MessagingApp, 'host' | 'appId'>; atMs: number },
    atMost: number,
  ): Promise<number | null>;
  list(userId: string, templateIds: readonly string[]): Promise<HostMessageQuota[]>;
  /** Who of these has agreed to one. */
  listReachable(userIds: readonly string[], templateId: string): Promise<Reachable[]>;
  /** One less, before it is sent. @returns false when there was none left */
  take(userId: string, templateId: string): Promise<boolean>;
  /** One that was taken and certainly not sent. */
  giveBack(userId: string, templateId: string): Promise<void>;
  /** None is left, says the host. */
  clear(userId: string, templateId: string): Promise<void>;
}
