import type { AudienceDigest, RoomView, UserRef } from '@lianmai/shared';
import type { Language } from '../../../i18n/bilingual';
import { filled } from '../../../i18n/filled';
import { compactNumber } from '../../../i18n/formats';
import { roomTexts } from '../roomTexts';

/** Who is live, and who watches: the top of the room. */
export interface HeadView {
  anchor: UserRef;
  title: string;
  /** Empty: none. */
  cover: string;
  /** `1.2万 点赞` */
  likes: string;
  /** Null: not known yet, or it is our own room. */
  isFollowed: boolean | null;
  /** The first of the audience. */
  faces: UserRef[];
  viewers: string;
  /** For screen readers. */
  viewersLabel: string;
}

export const emptyHead: HeadView = {
  anchor: { id: '', name: '', avatarUrl: null },
  title: '',
  cover: '',
  likes: '',
  isFollowed: null,
  faces: [],
  viewers: '',
  viewersLabel: '',
};

const shownFaces = 3;

export function headViewOf(
  room: RoomView,
  audience: AudienceDigest,
  likes: number,
  isFollowed: boolean | null,
  language: Language,
): HeadView {
  const t = roomTexts[language];
  const viewers = compactNumber(room.viewerCount, language);
  return {
    anchor: room.anchor,
    title: room.title,
    cover: room.coverUrl ?? '',
    likes: `${compactNumber(likes, language)} ${t.likes}`,
    isFollowed,
    faces: audience.top.slice(0, shownFaces).map(({ user }) => user),
    viewers,
    viewersLabel: `${t.audience}, ${filled(t.watching, { count: viewers })}`,
  };
}
