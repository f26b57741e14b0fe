import type { AudienceMember } from '@lianmai/shared';

/** Of one list in a digest; two of them and a count stay below 2 KB. */
const listBytes = 900;

/** As many from the beginning of the list as may be told to everybody every second. A portrait with a long address is left out. */
export function fitting(members: readonly AudienceMember[]): AudienceMember[] {
  const fits: AudienceMember[] = [];
  let bytes = 2;
  for (const { user, ...rest } of members) {
    const hasShortAvatar = user.avatarUrl === null || user.avatarUrl.length <= 120;
    const member = { user: hasShortAvatar ? user : { ...user, avatarUrl: null }, ...rest };
    bytes += Buffer.byteLength(JSON.stringify(member)) + 1;
    if (bytes > listBytes) break;
    fits.push(member);
  }
  return fits;
}
