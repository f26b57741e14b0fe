import type { MediaKind, MediaSource, RtpParameters } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { RoomLog } from '../RoomLog.ts';
import type { Session } from '../Session.ts';

/** From where somebody publishes a track of one source, as it is at the moment. */
export interface PublishingPlace {
  seat: number;
  isPreview: boolean;
  isForceMuted: boolean;
}

export interface TracksDeps {
  roomId: string;
  clock: Clock;
  log: RoomLog;
  logger: Logger;
  /** The running show's id; `null` off air. */
  showId: () => string | null;
  sessionOf: (sessionId: string) => Session | undefined;
  /** @throws AppError `forbidden`, `not_on_stage`, `invalid_state` when they may not publish this */
  placeOf: (session: Session, source: MediaSource) => PublishingPlace;
  /** What is on air has changed; `own` is false when it is another room's. */
  onChanged: (change: { own: boolean }) => void;
  /** What is in the green room has changed. */
  onPreviewsChanged: () => void;
  onGone: (producerId: string) => void;
}

/** What a publisher is told whose tracks the server closes; `null`: nothing, they know. */
export type ClosingReason = 'show_ended' | 'removed' | 'off_stage' | 'cut' | null;

/** Why a track is off the air; `lost`: its media failed, and may come again. */
export type TrackEnd = NonNullable<ClosingReason> | 'unpublished' | 'session_ended' | 'lost';

export interface TrackToPublish {
  transportId: string;
  kind: MediaKind;
  source: MediaSource;
  rtpParameters: RtpParameters;
  paused: boolean;
  /** For who sends it on the Session's behalf. Called once, when it was published. */
  onGone?: (end: TrackEnd) => void;
}
