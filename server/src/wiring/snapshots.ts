import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { RoomOutputs } from '../egress/delivery/RoomOutputs.ts';
import type { EgressManager } from '../egress/EgressManager.ts';
import { catchKeyframe } from '../egress/snapshot/KeyframeCatch.ts';
import { makeStill } from '../egress/snapshot/makeStill.ts';
import { Snapshots } from '../egress/snapshot/Snapshots.ts';
import type { ShowFeed } from '../rooms/ports/ShowFeed.ts';

interface Parts {
  feedOf: (roomId: string) => ShowFeed | undefined;
  egress: EgressManager<RoomOutputs>;
  ffmpegPath: string;
  clock: Clock;
  log: Logger;
}

const deadlineMs = 3000;
/** In one still. */
const maxPeople = 9;

/** Stills of live rooms: of the running egress where there is one, else of a keyframe of everybody on air. */
export function wireSnapshots({ feedOf, egress, ffmpegPath, clock, log }: Parts): Snapshots {
  return new Snapshots({
    feedOf,
    egressPicture: (roomId) => egress.find(roomId)?.keyframe.picture ?? null,
    catchPictures: async (feed) => {
      const tracks = feed.people().flatMap(({ video }) => (video && !video.isPaused ? [video] : []));
      const caught = tracks
        .slice(0, maxPeople)
        .map((track) => catchKeyframe({ feed, track, clock, log, deadlineMs }));
      return (await Promise.all(caught)).filter((picture) => picture !== null);
    },
    makeStill: (pictures) => makeStill({ pictures, ffmpegPath, clock, log }),
    clock,
    log,
  });
}
