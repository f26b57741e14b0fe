import { beforeEach, describe, expect, it } from 'vitest';
import { pkFixture } from '../../testing/pkFixture.ts';

type Fixture = ReturnType<typeof pkFixture>;
let pk: Fixture['pk'];
let red: Fixture['red'];
let blue: Fixture['blue'];

beforeEach(() => {
  ({ pk, red, blue } = pkFixture());
});

function battle(): string {
  const { pkId } = pk.invite('red', 'blue', 60_000);
  pk.accept('blue', pkId);
  return pkId;
}

describe('the rival’s tracks', () => {
  it('come on air with the PK and leave with it, both ways', () => {
    const camera = red.publish('camera');
    const microphone = red.publish('microphone');
    const other = blue.publish('camera');
    const pkId = battle();
    expect(blue.foreign.map(({ producerId }) => producerId)).toEqual([camera, microphone]);
    expect(blue.foreign[0]).toMatchObject({ roomId: 'red', seat: 0, user: red.anchor });
    expect(red.foreign.map(({ producerId }) => producerId)).toEqual([other]);
    expect([...blue.media.borrowed.keys()]).toEqual([camera, microphone]);

    pk.end('red');
    expect(blue.foreign).toHaveLength(2);
    pk.end('red');
    expect(blue.foreign).toEqual([]);
    expect(blue.media.borrowed.size + red.media.borrowed.size).toBe(0);
    expect(blue.eventTypes).toEqual([
      'pkStarted',
      'trackPublished',
      'trackPublished',
      'pkDecided',
      'trackUnpublished',
      'trackUnpublished',
      'pkEnded',
    ]);
    expect(blue.events.at(-1)?.data).toEqual({ pkId, reason: 'early' });
    expect(blue.publications.map(({ producerId }) => producerId)).toEqual([other]);
  });

  it('are heard by the rival’s audience while it runs', () => {
    const levels = [{ producerId: red.publish('microphone'), volumeDbov: -20 }];
    pk.audioLevels('red', levels);
    expect(blue.heardFromRival).toEqual([]);
    battle();
    pk.audioLevels('red', levels);
    expect(blue.heardFromRival).toEqual(levels);
    expect(red.heardFromRival).toEqual([]);
  });

  it('follow what the rival does', () => {
    battle();
    const camera = red.publish('camera');
    expect(blue.foreign).toMatchObject([{ producerId: camera, isPaused: false }]);
    red.setPaused(camera, true);
    expect(blue.foreign).toMatchObject([{ producerId: camera, isPaused: true }]);
    red.setPaused(camera, false);
    expect(blue.foreign).toMatchObject([{ producerId: camera, isPaused: false }]);
    const replacement = red.publish('camera');
    red.unpublish(camera);
    expect(blue.foreign.map(({ producerId }) => producerId)).toEqual([replacement]);
    red.unpublish(replacement);
    expect(blue.foreign).toEqual([]);
    expect(blue.media.borrowed.size).toBe(0);
  });

  it('are the anchor’s alone: no CoHost, and nothing that the rival has from elsewhere', () => {
    red.publish('camera', 3);
    blue.publish('camera');
    battle();
    expect(blue.foreign).toEqual([]);
    const microphone = red.publish('microphone');
    expect(blue.foreign.map(({ producerId }) => producerId)).toEqual([microphone]);
    expect(red.foreign).toHaveLength(1);
  });

  it('come back by themselves after a worker’s death', () => {
    const camera = red.publish('camera');
    battle();
    // The media is gone before the room has heard of it.
    red.media.removeProducer(camera);
    expect(blue.media.borrowed.size).toBe(0);
    red.publish('microphone');
    red.unpublish(camera);
    const again = red.publish('camera');
    expect(blue.foreign.map(({ source }) => source)).toEqual(['microphone', 'camera']);
    expect(blue.media.borrowed.has(again)).toBe(true);
  });

  it('do not keep a PK from starting when their media has just gone', () => {
    const camera = red.publish('camera');
    red.media.removeProducer(camera);
    battle();
    expect(blue.foreign).toEqual([]);
    expect(pk.view('blue')?.phase).toBe('battle');
  });
});
