import type { RoomView, UserRef } from '@lianmai/shared';
import type { ReactNode } from 'react';
import type { LiveClient } from '../../sdk/index.ts';
import { FollowButton } from '../follows/FollowButton.tsx';
import { GiftButton } from '../gifts/GiftButton.tsx';
import { GiftsOverPicture } from '../gifts/GiftsOverPicture.tsx';
import { GiversPanel } from '../gifts/GiversPanel.tsx';
import { PeopleHere } from './audience/PeopleHere.tsx';
import { Hearts } from './likes/Hearts.tsx';
import { LikeButton } from './likes/LikeButton.tsx';
import './audience/audience.css';
import './likes/likes.css';
import { HostTools } from '../moderation/HostTools.tsx';
import { ModerationButton } from '../moderation/ModerationButton.tsx';
import { PersonActions } from '../moderation/PersonActions.tsx';

/** What every part may need to know of the room. */
export interface PartContext {
  client: LiveClient;
  roomId: string;
  room: RoomView | null;
  /** In the studio the anchor is among themselves: nothing to give, much to manage. */
  place: 'room' | 'studio';
}

/** What other features put into the room page and the studio, by the place where it stands; null leaves the place out. */
export interface RoomParts {
  /** Tab: who is here. */
  audience: ReactNode;
  /** Tab: who has given most. */
  topGivers: ReactNode;
  /** Beside the name of the anchor: follow. */
  follow: ReactNode;
  /** Buttons of the action bar, 44 px each. */
  like: ReactNode;
  gift: ReactNode;
  /** Over the picture, filling it and letting presses through: hearts, gift banners and effects. */
  overPicture: ReactNode;
  /** In the menu of a message: what one may do about its author. `close` shuts the menu. */
  personActions: ((user: UserRef, close: () => void, messageId: string) => ReactNode) | null;
  /** In the chat's settings: more that a host decides. */
  hostSettings: ReactNode;
  /** For those who keep order: under the name of the anchor. */
  hostTools: ReactNode;
}

/** The one place where features are put into the room: each owner adds a part here. */
export function roomParts(context: PartContext): RoomParts {
  const { client, roomId, room, place } = context;
  const isLive = room?.status === 'live';
  const isViewer = place === 'room';
  return {
    audience: <PeopleHere context={context} />,
    topGivers: <GiversPanel client={client} roomId={roomId} />,
    follow: room && <FollowButton anchor={room.anchor} />,
    like: isViewer ? <LikeButton client={client} isLive={isLive} /> : null,
    gift: isViewer ? <GiftButton context={context} /> : null,
    overPicture: (
      <>
        <GiftsOverPicture context={context} />
        <Hearts client={client} mayLike={isViewer && isLive} />
      </>
    ),
    personActions: (user, close, messageId) => (
      <PersonActions user={user} context={context} close={close} messageId={messageId} />
    ),
    hostSettings: <ModerationButton context={context} />,
    hostTools: isViewer ? <HostTools context={context} /> : <ModerationButton context={context} />,
  };
}
