import { describe, expect, it } from 'vitest';
import { aBatch, aConfig, FakeConnection, tagsIn } from '../delivery/deliveryFakes.ts';
import { FlvPlayer } from './FlvPlayer.ts';

const policy = { maxSkippingMs: 15_000, maxSkips: 3, skipWindowMs: 60_000 };

function playing() {
  const connection = new FakeConnection();
  let cuts = 0;
  const player = new FlvPlayer(connection, policy, () => {
    cuts += 1;
  });
  const config = aConfig();
  let nowMs = 0;
  const deliver = (timestampMs: number, isKeyframe: boolean, as = config) => {
    nowMs = timestampMs;
    const batch = aBatch(timestampMs, isKeyframe);
    player.deliver({ batch, config: as, layout: null, backlogLimitBytes: 1000, nowMs });
  };
  return { connection, player, config, deliver, cuts: () => cuts };
}

const times = (connection: FakeConnection) =>
  tagsIn(connection.written)
    .filter((tag) => tag.kind === 'video')
    .map((tag) => tag.timestampMs);

describe('FlvPlayer', () => {
  it('waits for a keyframe and sends file header, metadata and sequence headers before it', () => {
    const { connection, deliver } = playing();
    deliver(0, false);
    expect(connection.written).toHaveLength(0);
    deliver(40, true);
    const kinds = tagsIn(connection.written).map((tag) => tag.kind);
    expect(kinds).toEqual(['script', 'videoHeader', 'audioHeader', 'video']);
  });

  it('sends new sequence headers only when the configuration has changed, with its keyframe', () => {
    const { connection, deliver } = playing();
    deliver(0, true);
    deliver(40, true);
    connection.written.length = 0;
    const changed = aConfig({ width: 640 });
    deliver(80, true, changed);
    deliver(120, true, changed);
    const kinds = tagsIn(connection.written).map((tag) => tag.kind);
    expect(kinds).toEqual(['videoHeader', 'audioHeader', 'video', 'video']);
  });

  it('skips to the next keyframe when the backlog is over the limit, and leaves no hole in the time', () => {
    const { connection, deliver } = playing();
    deliver(0, true);
    deliver(40, false);
    connection.writableLength = 5000;
    // The first burst's allowance is used up by having drained once, at 40.
    deliver(80, false);
    deliver(1000, true);
    connection.writableLength = 0;
    deliver(1040, false);
    deliver(2000, true);
    deliver(2040, false);
    expect(times(connection)).toEqual([0, 40, 80, 120]);
  });

  it('forgives the first burst until it has drained once', () => {
    const { connection, player, config, deliver } = playing();
    const burst = aBatch(0, true, 4000);
    player.begin({ config, layout: null }, burst, null);
    connection.writableLength = 4500;
    deliver(40, false);
    expect(times(connection)).toEqual([0, 40]);
  });

  it('cuts a player that cannot take a keyframe for too long', () => {
    const { connection, player, deliver, cuts } = playing();
    deliver(0, true);
    connection.writableLength = 5000;
    for (let timestampMs = 1000; timestampMs <= 17_000; timestampMs += 1000) deliver(timestampMs, true);
    expect([connection.isDestroyed, player.isClosed, cuts()]).toEqual([true, true, 1]);
  });

  it('cuts a player that skips again and again', () => {
    const { connection, deliver, cuts } = playing();
    deliver(0, true);
    for (let round = 1; round <= 4; round++) {
      connection.writableLength = 5000;
      deliver(round * 1000, false);
      connection.writableLength = 0;
      deliver(round * 1000 + 500, true);
    }
    expect([connection.isDestroyed, cuts()]).toEqual([true, 1]);
  });

  it('ends by ending the connection, and writes nothing after it', () => {
    const { connection, player, deliver } = playing();
    deliver(0, true);
    player.end();
    const count = connection.written.length;
    deliver(1000, true);
    expect([connection.isEnded, connection.written.length]).toEqual([true, count]);
  });
});
