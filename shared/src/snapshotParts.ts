import type { AudienceDigest } from './audience.ts';
import { type ChatSnapshot, emptyChat } from './chat.ts';
import { emptyAudience, emptyGifts } from './defaults.ts';
import type { GiftsView } from './gifts.ts';
import type { LikesView } from './likes.ts';

/** What the features of a room add to its snapshot: one small object each. */
export interface SnapshotParts {
  audience: AudienceDigest;
  likes: LikesView;
  chat: ChatSnapshot;
  gifts: GiftsView;
}

/** A room in which nothing of all that has happened yet. */
export const emptySnapshotParts: SnapshotParts = {
  audience: emptyAudience,
  likes: { total: 0 },
  chat: emptyChat,
  gifts: emptyGifts,
};
