import type { MiniProgramHost } from '@lianmai/shared';
import { randomId } from '../../rooms/ids.ts';

/** The id of a user of ours who came by a host. */
export function newHostUserId(host: MiniProgramHost): string {
  return `${host}-${randomId()}`;
}

/** Whether somebody may have come by that host; everybody who has, may. */
export function mayBeUserOf(host: MiniProgramHost, userId: string): boolean {
  return userId.startsWith(`${host}-`);
}
