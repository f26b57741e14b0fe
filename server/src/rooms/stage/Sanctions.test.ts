import { describe, expect, it } from 'vitest';
import { liveRoom, noticesOf } from '../../testing/stageFixture.ts';

const anySeat = { seat: null, message: null, withVideo: true };

/** Bob on a stage where everybody may sit down by themselves, at once on air. */
function openStage() {
  const live = liveRoom();
  live.room.stage.configure({ admission: 'open', usesGreenRoom: false });
  const bob = live.join('bob');
  const sitDown = () => live.room.admissions.apply(bob.session, anySeat);
  const seated = () => live.room.stage.guestOf(bob.session.id);
  const seat = () => seated()?.seat ?? -1;
  sitDown();
  return { ...live, bob, sitDown, seated, seat };
}

function queued(outcome: ReturnType<ReturnType<typeof openStage>['sitDown']>): string {
  if (outcome.outcome !== 'queued') throw new Error('seated');
  return outcome.applicationId;
}

describe('what hosts have done against a guest', () => {
  it('a forced mute outlasts leaving the seat, until it is lifted', async () => {
    const { room, bob, sitDown, seated, seat, publish } = openStage();
    room.stage.setMuted(seat(), 'microphone', true);
    room.stage.leave(bob.session);
    sitDown();
    expect(seated()?.occupant.forcedMute).toEqual({ microphone: true, camera: false });
    const { producerId } = await publish(bob.session, 'microphone');
    expect(room.tracks.publication(producerId).isPaused).toBe(true);
    room.stage.setMuted(seat(), 'microphone', false);
    room.stage.leave(bob.session);
    sitDown();
    expect(seated()?.occupant.forcedMute.microphone).toBe(false);
  });

  it('a forced mute outlasts a second acceptance', () => {
    const { room, bob, sitDown, seated, seat } = openStage();
    room.stage.configure({ admission: 'apply' });
    room.stage.setMuted(seat(), 'camera', true);
    room.stage.leave(bob.session);
    room.admissions.accept(queued(sitDown()), undefined);
    expect(seated()?.occupant.forcedMute.camera).toBe(true);
  });

  it('who was cut begins in the green room, until a host takes them on air', () => {
    const { room, bob, sitDown, seated, seat } = openStage();
    room.stage.change({ type: 'cut', seat: seat() });
    room.stage.leave(bob.session);
    sitDown();
    expect(seated()?.occupant.phase).toBe('greenRoom');
    room.stage.change({ type: 'takeOnAir', seat: seat() });
    room.stage.leave(bob.session);
    sitDown();
    expect(seated()?.occupant.phase).toBe('onAir');
  });

  it('who was taken off has to be asked back, by accepting', () => {
    const { room, bob, sitDown, seated, seat } = openStage();
    room.stage.change({ type: 'vacate', seat: seat(), change: 'taken_off' });
    const applicationId = queued(sitDown());
    expect(seated()).toBeUndefined();
    room.admissions.accept(applicationId, undefined);
    expect(noticesOf(bob.link, 'applicationAnswered')).toMatchObject([{ answer: 'accepted' }]);
    room.stage.leave(bob.session);
    expect(sitDown()).toMatchObject({ outcome: 'seated' });
  });

  it('who was taken off may be asked back by an invitation', () => {
    const { room, anna, bob, sitDown, seat } = openStage();
    room.stage.change({ type: 'vacate', seat: seat(), change: 'taken_off' });
    const { invitationId } = room.admissions.invite(anna.session.user, 'bob', undefined);
    room.admissions.declineInvitation(bob.session, invitationId);
    expect(sitDown()).toMatchObject({ outcome: 'seated' });
  });

  it('counts for the user, not the tab, and for one show', () => {
    const { room, anna, bob, join, seat } = openStage();
    room.stage.setMuted(seat(), 'microphone', true);
    room.stage.change({ type: 'vacate', seat: seat(), change: 'taken_off' });
    bob.session.end('left');
    const again = join('bob');
    expect(room.admissions.apply(again.session, anySeat)).toMatchObject({ outcome: 'queued' });
    room.endShow('ended_by_anchor');
    room.startShow(anna.session);
    expect(room.admissions.apply(again.session, anySeat)).toMatchObject({ outcome: 'seated' });
    expect(room.stage.guests).toMatchObject([{ occupant: { forcedMute: { microphone: false } } }]);
  });
});
