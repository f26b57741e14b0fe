import type { BackstageView } from '@lianmai/shared';

/** Nobody waits for anything. */
export const emptyBackstage: BackstageView = {
  applications: [],
  invitations: [],
  previews: [],
  pkInvitations: [],
};
