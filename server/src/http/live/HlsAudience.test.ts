import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/AppError.ts';
import { FakeClock } from '../../core/FakeClock.ts';
import { silentLogger } from '../../core/logger.ts';
import { aConfig, feed } from '../../egress/delivery/deliveryFakes.ts';
import { RoomOutputs } from '../../egress/delivery/RoomOutputs.ts';
import { HlsAudience } from './HlsAudience.ts';

function stage() {
  const clock = new FakeClock();
  const room = { isLive: true, acquired: 0, leases: 0, outputs: newOutputs(clock) };
  const acquire = async () => {
    if (!room.isLive) throw new AppError('room_not_live');
    room.acquired += 1;
    room.leases += 1;
    let isHeld = true;
    const release = () => {
      if (isHeld) room.leases -= 1;
      isHeld = false;
    };
    return { outputs: room.outputs, release };
  };
  const audience = new HlsAudience({ delivery: { acquire }, clock });
  return { clock, room, audience };
}

function newOutputs(clock: FakeClock): RoomOutputs {
  const outputs = new RoomOutputs({ clock, log: silentLogger() });
  outputs.onConfig(aConfig(), { timestampMs: 0, wallClockMs: clock.nowMs() });
  feed(outputs, { toMs: 2500 });
  return outputs;
}

describe('HlsAudience', () => {
  it('holds one lease for all, as long as somebody fetches', async () => {
    const { clock, room, audience } = stage();
    await Promise.all([audience.join('r'), audience.join('r'), audience.join('r')]);
    expect([room.acquired, room.leases]).toEqual([1, 1]);
    for (let step = 0; step < 5; step++) {
      clock.advance(10_000);
      audience.find('r');
    }
    expect(room.leases).toBe(1);
    clock.advance(14_000);
    expect([room.leases, audience.find('r'), clock.pendingTimers]).toEqual([0, null, 0]);
  });

  it('lets all who wait share the outcome of one start, a failure too', async () => {
    const clock = new FakeClock();
    let acquired = 0;
    const acquire = () => {
      acquired += 1;
      return new Promise<never>((_resolve, reject) => {
        clock.after(8000, () => reject(new AppError('egress_unavailable')));
      });
    };
    const audience = new HlsAudience({ delivery: { acquire }, clock });
    const waiting = Promise.allSettled([1, 2, 3].map(() => audience.join('r')));
    clock.advance(8000);
    const outcomes = await waiting;
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(acquired).toBe(1);
    const again = audience.join('r');
    clock.advance(8000);
    await expect(again).rejects.toMatchObject({ code: 'egress_unavailable' });
    expect(acquired).toBe(2);
  });

  it('starts nothing for a file', () => {
    const { room, audience } = stage();
    expect(audience.find('r')).toBeNull();
    expect(room.acquired).toBe(0);
  });

  it('keeps an ended show for a minute without its lease', async () => {
    const { clock, room, audience } = stage();
    const outputs = await audience.join('r');
    room.isLive = false;
    outputs.onEnd();
    expect(room.leases).toBe(0);
    clock.advance(50_000);
    expect(await audience.join('r')).toBe(outputs);
    clock.advance(12_000);
    await expect(audience.join('r')).rejects.toMatchObject({ code: 'room_not_live' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('moves to the stream that follows one that ended or was given up', async () => {
    const { clock, room, audience } = stage();
    const first = await audience.join('r');
    first.close();
    room.outputs = newOutputs(clock);
    expect(await audience.join('r')).toBe(room.outputs);
    expect(room.leases).toBe(1);
  });

  it('gives everything back when it closes, also what was on its way', async () => {
    const { clock, room, audience } = stage();
    const joining = audience.join('r');
    audience.close();
    await expect(joining).rejects.toMatchObject({ code: 'draining' });
    expect([room.leases, clock.pendingTimers]).toEqual([0, 0]);
  });
});
