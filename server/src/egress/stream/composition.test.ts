import { defaultCompositionSettings } from '@lianmai/shared';
import { describe, expect, it } from 'vitest';
import type { OnAirPerson } from '../../rooms/ports/ShowFeed.ts';
import { aLayout } from '../delivery/deliveryFakes.ts';
import { CompositionFigures } from './CompositionFigures.ts';
import { LayoutQueue } from './LayoutQueue.ts';
import { sceneOf } from './sceneOf.ts';
import { soloLayout } from './soloLayout.ts';

const track = (isPaused: boolean) => ({ producerId: 'p', isPaused });

function aPerson(change: Partial<OnAirPerson> = {}): OnAirPerson {
  return {
    personId: 'person',
    roomId: 'room',
    seat: 0,
    isRival: false,
    user: { id: 'user', name: 'Name', avatarUrl: null },
    video: null,
    audio: null,
    ...change,
  };
}

describe('the scene', () => {
  const scene = (person: OnAirPerson) =>
    sceneOf({ people: () => [person], composition: () => defaultCompositionSettings }).people[0];

  it.each([
    ['camera and microphone', track(false), track(false), true, true],
    ['camera off', track(true), track(false), false, true],
    ['no camera', null, track(false), false, true],
    ['muted', track(false), track(true), true, false],
    ['nothing at all', null, null, false, false],
  ])('of somebody with %s', (_what, video, audio, hasPicture, isHeard) => {
    expect(scene(aPerson({ video, audio }))).toMatchObject({ hasPicture, isHeard });
  });

  it('names the rival and the room', () => {
    const rival = aPerson({
      isRival: true,
      roomId: 'other',
      user: { id: 'u', name: '对手', avatarUrl: null },
    });
    expect(scene(rival)).toMatchObject({ isRival: true, roomId: 'other', userId: 'u', name: '对手' });
  });
});

describe('the solo layout', () => {
  it('is one tile with the anchor, whoever else is on air', () => {
    const rival = aPerson({ isRival: true, user: { id: 'rival', name: 'Rival', avatarUrl: null } });
    const layout = soloLayout({ width: 64, height: 48 }, [rival, aPerson(), aPerson({ seat: 2 })]);
    expect(layout).toMatchObject({ isComposed: false, width: 64, height: 48 });
    expect(layout.tiles).toMatchObject([{ seat: 0, userId: 'user', x: 0, y: 0, width: 64, height: 48 }]);
  });

  it('has no tile when there is no anchor', () => {
    expect(soloLayout({ width: 64, height: 48 }, []).tiles).toEqual([]);
  });
});

describe('layouts that wait for their pictures', () => {
  it('come with the first picture that is not earlier, the newest for all before it', () => {
    const queue = new LayoutQueue();
    queue.push(aLayout('a'), 0);
    queue.push(aLayout('b'), 100);
    queue.push(aLayout('c'), 300);
    expect(queue.takeFor(99)).toEqual(aLayout('b'));
    expect(queue.takeFor(200)).toBeNull();
    expect(queue.takeFor(300)).toEqual(aLayout('c'));
  });
});

describe('the figures of a composition', () => {
  it('keep what compositors that are gone have counted', () => {
    const stats = {
      frames: 9,
      framesLate: 2,
      framesDropped: 1,
      worstLatenessMs: 0,
      decoders: 3,
      restarts: 1,
    };
    const [first, second] = [
      { stats, peopleCount: 2 },
      { stats: null, peopleCount: 3 },
    ];
    const figures = new CompositionFigures();
    figures.follow(first);
    expect(figures).toMatchObject({ isComposed: true, people: 2, framesLate: 2, restarts: 1 });
    figures.leave(first, { wasReplaced: true });
    figures.follow(second);
    expect(figures).toMatchObject({ people: 3, framesLate: 2, framesDropped: 1, restarts: 2 });
    figures.leave(second, { wasReplaced: false });
    expect(figures).toMatchObject({ isComposed: false, people: 0, restarts: 2 });
  });
});
