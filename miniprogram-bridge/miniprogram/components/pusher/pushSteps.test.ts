import { describe, expect, it } from 'vitest';
import { type PushEvent, type PushState, pushStep, retryAfterMs } from './pushSteps';

const off: PushState = { name: 'off' };
const connecting: PushState = { name: 'connecting', attempts: 0 };
const live: PushState = { name: 'live', isWeak: false };
const code = (value: number): PushEvent => ({ type: 'code', code: value });

describe('a live pusher', () => {
  it.each<[string, PushState, PushEvent, PushState, 'start' | 'stop' | 'restart' | null]>([
    ['begins', off, { type: 'wanted' }, connecting, 'start'],
    ['begins once', live, { type: 'wanted' }, live, null],
    ['is not on air by a connection', connecting, code(1001), connecting, null],
    ['is on air', connecting, code(1002), live, null],
    ['has a weak uplink', live, code(1101), { name: 'live', isWeak: true }, null],
    ['has a good one again', { name: 'live', isWeak: true }, { type: 'uplinkCalm' }, live, null],
    ['is lost', live, code(1102), { name: 'reconnecting', attempts: 0 }, null],
    ['is back by itself', { name: 'reconnecting', attempts: 0 }, code(1002), live, null],
    [
      'is given up',
      { name: 'reconnecting', attempts: 0 },
      code(-1307),
      { name: 'waiting', attempts: 1, afterMs: 500 },
      null,
    ],
    [
      'begins again',
      { name: 'waiting', attempts: 1, afterMs: 500 },
      { type: 'due' },
      { name: 'connecting', attempts: 1 },
      'restart',
    ],
    [
      'waits longer each time',
      { name: 'connecting', attempts: 2 },
      code(-1307),
      { name: 'waiting', attempts: 3, afterMs: 2000 },
      null,
    ],
    [
      'counts on where the host tries again before it gives up',
      { name: 'connecting', attempts: 2 },
      code(1102),
      { name: 'reconnecting', attempts: 2 },
      null,
    ],
    [
      'leaves it to its user after the last',
      { name: 'reconnecting', attempts: retryAfterMs.length },
      code(-1307),
      { name: 'failed', why: 'network' },
      'stop',
    ],
    [
      'is tried again by its user',
      { name: 'failed', why: 'network' },
      { type: 'wanted' },
      connecting,
      'start',
    ],
    ['goes to the background', live, code(5000), { name: 'suspended' }, null],
    ['begins again when it is shown', { name: 'suspended' }, { type: 'shown' }, connecting, 'restart'],
    [
      'begins again where it was being lost',
      { name: 'reconnecting', attempts: 0 },
      { type: 'shown' },
      connecting,
      'restart',
    ],
    ['goes on when it is shown without having stopped', live, { type: 'shown' }, live, null],
    ['waits in the background', { name: 'suspended' }, code(-1307), { name: 'suspended' }, null],
    ['may not use the camera', connecting, code(-1301), { name: 'failed', why: 'camera' }, 'stop'],
    [
      'may not use the microphone',
      off,
      { type: 'error', errCode: 10002, errMsg: 'fail auth deny' },
      { name: 'failed', why: 'microphone' },
      null,
    ],
    [
      'is not for this mini program',
      off,
      { type: 'error', errCode: -1, errMsg: 'insertLivePusher:fail access denied' },
      { name: 'failed', why: 'notAudited' },
      null,
    ],
    ['hears of its music', live, { type: 'error', errCode: 10003, errMsg: 'background music' }, live, null],
    ['stops', live, { type: 'unwanted' }, off, 'stop'],
    ['has stopped', off, code(1102), off, null],
    ['hears of something', live, code(1019), live, null],
  ])('%s', (_what, state, event, next, act) => {
    expect(pushStep(state, event)).toEqual({ state: next, act });
  });
});
