import type { JoinAs, NoticeMap, Publication, UserRef } from '@lianmai/shared';
import type { HeardProducer, RoomMedia } from '../ports/MediaEngine.ts';
import type { RoomLog } from '../RoomLog.ts';

/** What a PK needs of a room. */
export interface PkRoom {
  readonly id: string;
  readonly anchor: UserRef;
  readonly isLive: boolean;
  readonly door: { readonly isPrivate: boolean };
  readonly log: Pick<RoomLog, 'append'>;
  readonly media: RoomMedia;
  readonly sessions: readonly {
    readonly as: JoinAs;
    notify(notice: 'pkAnswered', data: NoticeMap['pkAnswered']): void;
  }[];
  readonly tracks: PkTracks;
  view(): { title: string };
  /** What its anchor sees of invitations may be other than before. */
  tellBackstage(): void;
  /** Who is heard in the rival's room. */
  rivalLevels(heard: readonly HeardProducer[]): void;
}

/** What is on air in a room, and how a rival's tracks come on air there. */
export interface PkTracks {
  /** Everything on air, a rival's tracks included. */
  readonly publications: readonly Publication[];
  addForeign(publication: Publication): void;
  removeForeign(producerId: string): void;
  setForeignPaused(producerId: string, isPaused: boolean): void;
}
