import type { App } from '../../../server/src/app.ts';
import { ClipPublisher } from './ClipPublisher.ts';
import type { videoClip } from './clips.ts';

export interface LiveClipRoom {
  roomId: string;
  publisher: ClipPublisher;
  /** Takes the clip off the air and ends the show; the room stays. */
  end(): void;
}

/** A room on air with a clip in place of an anchor: costs the machine next to nothing, and counts what it is asked for. */
export async function openLiveClipRoom(
  app: App,
  roomId: string,
  video?: Parameters<typeof videoClip>[0],
): Promise<LiveClipRoom> {
  const anchor = { id: `anchor-of-${roomId}`, name: 'Clip', avatarUrl: null };
  const room = app.rooms.create({ id: roomId, title: 'Clip', coverUrl: null, anchor });
  const publisher = await ClipPublisher.start(room.media, video);
  room.openShow();
  const takeOff = room.publishIngest('clip', publisher.sources);
  const end = () => {
    takeOff();
    publisher.close();
    if (room.isLive) room.endShow('ended_by_anchor');
  };
  return { roomId, publisher, end };
}
