import type { Room } from '../rooms/Room.ts';

/** What must be true of a room's stage at every moment. @returns what is not */
export function brokenInvariants(room: Room): string[] {
  return [...seatFaults(room), ...occupantFaults(room), ...trackFaults(room), ...waitingFaults(room)];
}

function seatFaults(room: Room): string[] {
  const { settings, seats } = room.stage.view;
  const numbers = seats.map(({ seat }) => seat);
  const faults: string[] = [];
  const expected = Array.from({ length: settings.seatCount }, (_, seat) => seat);
  const beyond = seats.filter(({ seat }) => seat >= settings.seatCount);
  if (beyond.some(({ state }) => state !== 'taken')) faults.push('an empty seat beyond the count');
  if (!expected.every((seat) => numbers.includes(seat))) faults.push('a seat is missing');
  if (numbers.some((seat, i) => i > 0 && seat <= (numbers[i - 1] ?? 0))) faults.push('seats out of order');
  return faults;
}

function occupantFaults(room: Room): string[] {
  const faults: string[] = [];
  const users = room.stage.guests.map(({ occupant }) => occupant.user.id);
  if (new Set(users).size < users.length) faults.push('one person on two seats');
  if (users.includes(room.anchor.id)) faults.push('the anchor as their own guest');
  if (users.length > 0 && !room.isLive) faults.push('guests without a show');
  const { isAnchorAway } = room.snapshot();
  const anchor = room.stage.seat(0);
  if (anchor?.state !== 'taken' || anchor.occupant.isReconnecting !== isAnchorAway) faults.push('seat 0');
  for (const { seat, occupant } of room.stage.guests) {
    const session = room.sessions.find(({ id }) => id === occupant.sessionId);
    if (!session) faults.push(`seat ${seat} of a session that is over`);
    else if (session.isOnline === occupant.isReconnecting) faults.push(`seat ${seat}: wrong isReconnecting`);
  }
  return faults;
}

function trackFaults(room: Room): string[] {
  const faults: string[] = [];
  const { publications, previews } = room.tracks;
  for (const track of [...publications, ...previews].filter(({ seat }) => seat > 0)) {
    const guest = room.stage.guestOf(track.sessionId);
    const what = `${track.source} of ${track.user.id}`;
    if (!guest || guest.seat !== track.seat) {
      faults.push(`${what}: no seat`);
      continue;
    }
    const phase = previews.includes(track) ? 'greenRoom' : 'onAir';
    if (guest.occupant.phase !== phase) faults.push(`${what}: ${phase}, the seat is not`);
    if (track.source !== 'microphone' && !guest.allowsVideo) faults.push(`${what}: on an audio seat`);
    const isMuted = guest.occupant.forcedMute[track.kind === 'audio' ? 'microphone' : 'camera'];
    if (isMuted && !track.isPaused) faults.push(`${what}: heard or seen under a forced mute`);
  }
  const places = [...publications, ...previews].map(({ seat, source }) => `${seat} ${source}`);
  if (new Set(places).size < places.length) faults.push('two tracks of one source on a seat');
  return faults;
}

function waitingFaults(room: Room): string[] {
  const faults: string[] = [];
  const { applications, invitations } = room.admissions;
  const applicants = applications.map(({ user }) => user.id);
  if (new Set(applicants).size < applicants.length) faults.push('two applications of one person');
  const isThere = (userId: string) => room.sessions.some(({ user }) => user.id === userId);
  if (!applicants.every(isThere)) faults.push('an application of somebody who left');
  if (applicants.some((userId) => room.stage.hasGuest(userId))) faults.push('a guest who still applies');
  const kept = room.stage.view.seats.flatMap((seat) =>
    seat.state === 'reserved' ? [`${seat.seat} ${seat.user.id}`] : [],
  );
  const invited = invitations.map(({ seat, user }) => `${seat} ${user.id}`);
  if (kept.toSorted().join() !== invited.toSorted().join()) faults.push('reservations without invitations');
  return faults;
}
