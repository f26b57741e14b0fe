import type { Role } from '@lianmai/shared';

/** Who stands above whom: one may act against those below, and lift what was not imposed from above. */
const ranks: Record<Role, number> = { viewer: 0, coHost: 0, moderator: 1, anchor: 2, operator: 3 };

export const operatorRank = ranks.operator;
export const anchorRank = ranks.anchor;

export function rankOf(role: Role): number {
  return ranks[role];
}
