import type { SeatChange, SeatView } from '@lianmai/shared';
import type { PlainKey } from '../../../i18n/index.ts';

/** One's own seat. */
export type OwnSeat = Extract<SeatView, { state: 'taken' }>;

export interface SeatNews {
  key: PlainKey;
  tone: 'plain' | 'error';
}

/** What is worth saying to somebody whose own seat was `before` and is `now`; `null`: nothing, or they did it themselves. */
export function seatNews(change: SeatChange, before: OwnSeat | null, now: OwnSeat | null): SeatNews | null {
  if (!now) return change === 'taken_off' && before ? bad('stage.takenOff') : null;
  switch (change) {
    case 'on_air':
      return good('stage.nowOnAir');
    case 'cut':
      return bad('stage.cut');
    case 'muted':
      return bad(isCameraChanged(before, now) ? 'stage.cameraOffByHost' : 'stage.mutedByHost');
    case 'unmuted':
      return good(isCameraChanged(before, now) ? 'stage.cameraAllowedByHost' : 'stage.unmutedByHost');
    case 'video_refused':
      return bad('stage.videoRefused');
    case 'video_allowed':
      return good('stage.videoAllowed');
    case 'moved':
      return before?.allowsVideo === true && !now.allowsVideo
        ? bad('stage.movedWithoutVideo')
        : good('stage.moved');
    default:
      return null;
  }
}

function isCameraChanged(before: OwnSeat | null, now: OwnSeat): boolean {
  return before !== null && before.occupant.forcedMute.camera !== now.occupant.forcedMute.camera;
}

function good(key: PlainKey): SeatNews {
  return { key, tone: 'plain' };
}

function bad(key: PlainKey): SeatNews {
  return { key, tone: 'error' };
}
