import type { BackstageView } from '@lianmai/shared';

/** Nobody waits for anything. Not the one of `shared`: mini programs take this file, and nothing that needs zod. */
export const emptyBackstage: BackstageView = {
  applications: [],
  invitations: [],
  previews: [],
  pkInvitations: [],
  ingest: null,
};
