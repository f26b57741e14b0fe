import type { SeatChange } from '@lianmai/shared';
import { expect, it } from 'vitest';
import { type OwnSeat, seatNews } from './seatNews.ts';

type Changes = Partial<Pick<OwnSeat, 'seat' | 'allowsVideo'>> & { microphone?: boolean; camera?: boolean };

function mine({ seat = 1, allowsVideo = true, microphone = false, camera = false }: Changes = {}): OwnSeat {
  const user = { id: 'bob', name: 'Bob', avatarUrl: null };
  const forcedMute = { microphone, camera };
  const occupant = { user, sessionId: 's1', phase: 'onAir' as const, isReconnecting: false, forcedMute };
  return { seat, allowsVideo, state: 'taken', occupant };
}

const cases: [SeatChange, OwnSeat | null, OwnSeat | null, string | null][] = [
  ['muted', mine(), mine({ microphone: true }), 'stage.mutedByHost'],
  ['muted', mine(), mine({ camera: true }), 'stage.cameraOffByHost'],
  ['muted', mine({ microphone: true }), mine({ microphone: true, camera: true }), 'stage.cameraOffByHost'],
  ['unmuted', mine({ microphone: true }), mine(), 'stage.unmutedByHost'],
  ['unmuted', mine({ camera: true }), mine(), 'stage.cameraAllowedByHost'],
  ['moved', mine(), mine({ seat: 5 }), 'stage.moved'],
  ['moved', mine(), mine({ seat: 5, allowsVideo: false }), 'stage.movedWithoutVideo'],
  ['taken_off', mine(), null, 'stage.takenOff'],
  ['on_air', mine(), mine(), 'stage.nowOnAir'],
  ['cut', mine(), mine(), 'stage.cut'],
  ['taken', null, mine(), null],
  ['left', mine(), null, null],
  ['taken_off', null, null, null],
];

it.each(cases)('%s (case %#)', (change, before, now, key) => {
  expect(seatNews(change, before, now)?.key ?? null).toBe(key);
});
