import type { Device } from 'mediasoup-client';
import { expect, it } from 'vitest';
import { MediaTransport } from './MediaTransport.ts';

function sending() {
  const told: string[] = [];
  let made = 0;
  const transport = new MediaTransport({
    direction: 'send',
    signaling: { request: async () => ({ id: `t${++made}` }) as never },
    device: async () =>
      ({
        createSendTransport: ({ id }: { id: string }) => ({
          id,
          on: () => undefined,
          close: () => told.push(`close ${id}`),
        }),
      }) as unknown as Device,
    onState: (state) => told.push(state),
    onLost: () => told.push('lost'),
  });
  return { transport, told };
}

it('rests when the server closed it with the seat, and is made anew when it is needed again', async () => {
  const { transport, told } = sending();
  await transport.get();
  transport.closedByServer('another', 'off_stage');
  transport.closedByServer('t1', 'off_stage');
  expect(transport.current).toBeNull();
  expect(told).toEqual(['connecting', 'close t1', 'none', 'lost']);
  expect((await transport.get()).id).toBe('t2');
});

it('recovers when the server lost it', async () => {
  const { transport, told } = sending();
  await transport.get();
  transport.closedByServer('t1', 'media_reset');
  expect(told).toEqual(['connecting', 'close t1', 'recovering', 'lost']);
});
