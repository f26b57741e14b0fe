import type { MiniProgramHost, UserRef } from '@lianmai/shared';

/** Somebody as a host knows them, within one mini program. */
export interface HostUser {
  openId: string;
  /** The same in all programs of one owner; `null` where the host gives none. */
  unionId: string | null;
}

/** A mini-program host's server. Session keys stay inside: nothing of ours needs them. */
export interface HostApi {
  readonly appId: string;
  /**
   * Who has got this code from the host's `login()`; good for once.
   * @throws AppError `login_code_refused`, `forbidden` for whom the host blocks, `too_many_requests`, `host_unavailable`
   */
  userOf(code: string): Promise<HostUser>;
}

/** A user of ours and who they are at a host. */
export interface HostUserRecord extends HostUser {
  host: MiniProgramHost;
  appId: string;
  user: UserRef;
  atMs: number;
}

export interface HostUserStore {
  /** The user who came by this before, with name and picture as they are now. @throws AppError `database_unavailable` */
  find(by: Pick<HostUserRecord, 'host' | 'appId' | 'openId'>): Promise<UserRef | null>;
  /** Unless somebody was quicker. @returns who it is from now on. @throws AppError `database_unavailable` */
  add(record: HostUserRecord): Promise<UserRef>;
  /** Who this user is there; `null` for somebody who came another way. @throws AppError `database_unavailable` */
  openIdOf(by: { userId: string; host: MiniProgramHost; appId: string }): Promise<string | null>;
}
