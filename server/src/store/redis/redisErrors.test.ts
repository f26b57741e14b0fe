import { ReplyError } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { DeadlinePassed, faultOf, type RedisFault } from './redisErrors.ts';

describe('what an error says about Redis', () => {
  it.each<[string, Error, RedisFault]>([
    [
      'full memory',
      new ReplyError("OOM command not allowed when used memory > 'maxmemory'."),
      { kind: 'refuses', code: 'OOM' },
    ],
    [
      'full memory met by a script',
      new ReplyError('ERR Error running script: @user_script: 9: OOM command not allowed when used memory'),
      { kind: 'refuses', code: 'OOM' },
    ],
    [
      'a replica',
      new ReplyError("READONLY You can't write against a read only replica."),
      { kind: 'refuses', code: 'READONLY' },
    ],
    [
      'a wrong password',
      new ReplyError('WRONGPASS invalid username-password pair'),
      { kind: 'refuses', code: 'WRONGPASS' },
    ],
    [
      'a key of another type',
      new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value'),
      {
        kind: 'rejects',
        message: 'WRONGTYPE Operation against a key holding the wrong kind of value',
      },
    ],
    ['silence', new DeadlinePassed(), { kind: 'hangs' }],
    [
      'a lost connection',
      new Error('Connection is closed.'),
      { kind: 'disconnects', message: 'Connection is closed.' },
    ],
  ])('%s', (_name, error, fault) => {
    expect(faultOf(error)).toEqual(fault);
  });
});
