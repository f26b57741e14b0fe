import type { IngestView } from './ingest.ts';
import type { PkInvitation } from './pk.ts';
import type { Publication } from './room.ts';
import type { SeatApplication, SeatInvitation } from './stage.ts';

/**
 * What is not for the public, as one Session may see it. Hosts (the anchor, moderators, operators) see everybody's applications and
 * invitations, a viewer their own; `previews` (tracks in the green room) are for the anchor's Sessions and each CoHost's own.
 */
export interface BackstageView {
  applications: SeatApplication[];
  invitations: SeatInvitation[];
  previews: Publication[];
  /** For the anchor's Sessions: PK invitations to and from other rooms that wait for an answer. */
  pkInvitations: PkInvitation[];
  /** For the anchor's Sessions: what comes in from the anchor's encoder; `null`: nothing does. */
  ingest: IngestView | null;
}

/** What the backstage holds for nearly everybody. In a file without schemas: mini programs take it, and no zod. */
export const emptyBackstage: BackstageView = {
  applications: [],
  invitations: [],
  previews: [],
  pkInvitations: [],
  ingest: null,
};
