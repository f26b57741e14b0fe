import type { LiveClient } from '@lianmai/miniprogram';
import { expect, it } from 'vitest';
import type { Identity } from '../../app/Identity';
import { Broadcast } from './Broadcast';

it('does not go into a room whose page has gone meanwhile', async () => {
  const entered: string[] = [];
  const client = {
    rest: {
      profile: async () => ({ rooms: [{ id: 'r1', title: 'One', status: 'idle' }] }),
      get: async () => ({ rtmpUrl: 'rtmp://live/key' }),
    },
    enter: (id: string) => {
      entered.push(id);
      const store = { subscribe: () => () => undefined };
      return { room: store, phase: store, leave: async () => undefined };
    },
  } as unknown as LiveClient;
  const identity = { ensure: async () => ({ id: 'mei' }) } as unknown as Identity;
  const broadcast = new Broadcast({ client, identity, onChange: () => undefined });
  expect(await broadcast.open('One')).toBe('rtmp://live/key');
  // Once more is another show of the same page.
  broadcast.leave();
  const opened = broadcast.open('One');
  broadcast.close();
  expect([await opened, entered, broadcast.room]).toEqual([null, ['r1'], null]);
});
