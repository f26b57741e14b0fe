import type { StageView } from '@lianmai/shared';
import type { Tracks } from '../tracks/Tracks.ts';
import { guestSeats } from './seats.ts';

/** Makes the tracks what the seats say now, all but those that come on air. @returns whose tracks were taken away */
export function followWithTracks(tracks: Tracks, before: StageView, after: StageView): string[] {
  const closed: string[] = [];
  const guests = guestSeats(after);
  for (const { seat: from, occupant: was } of guestSeats(before)) {
    const { sessionId } = was;
    if (sessionId === null) continue;
    const now = guests.find(({ occupant }) => occupant.sessionId === sessionId);
    const isCut = now?.occupant.phase === 'greenRoom' && was.phase === 'onAir';
    if (!now || isCut) {
      if (now) tracks.closeOf(sessionId, 'cut');
      else tracks.leaveStage(sessionId);
      closed.push(sessionId);
      continue;
    }
    if (now.seat !== from) tracks.moveTo(sessionId, now.seat);
    if (!now.allowsVideo) tracks.closeOf(sessionId, 'removed', ['camera', 'screen', 'screenAudio']);
    for (const source of ['microphone', 'camera'] as const) {
      const isMuted = now.occupant.forcedMute[source];
      if (isMuted !== was.forcedMute[source]) tracks.setForceMuted(sessionId, source, isMuted);
    }
  }
  return closed;
}
