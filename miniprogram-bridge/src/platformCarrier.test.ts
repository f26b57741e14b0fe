import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { platformCarrier } from './platformCarrier.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function fixture() {
  const sent: string[] = [];
  const over: string[] = [];
  const listeners = { open: () => {}, message: (_text: string) => {}, close: () => {} };
  const socket = {
    onOpen: (listener: () => void) => void Object.assign(listeners, { open: listener }),
    onMessage: (listener: (text: string) => void) => void Object.assign(listeners, { message: listener }),
    onClose: (listener: () => void) => void Object.assign(listeners, { close: listener }),
    send: (text: string) => void sent.push(text),
    close: () => undefined,
  };
  const platform = { connectSocket: () => socket } as never;
  const carrier = platformCarrier(
    { platform, url: 'wss://host', token: '', timeoutMs: 5000, onGuest: () => undefined },
    { onOpen: () => undefined, onPush: () => undefined, onClosed: ({ code }) => void over.push(code) },
  );
  return {
    carrier,
    sent,
    over,
    open: () => listeners.open(),
    hear: (text: string) => listeners.message(text),
  };
}

it('asks after ten silent seconds, and takes a connection for lost that says nothing for six more', () => {
  const { sent, over, open } = fixture();
  open();
  vi.advanceTimersByTime(9_999);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual(['{"type":"ping"}']);
  vi.advanceTimersByTime(5_999);
  expect(over).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(over).toEqual(['network']);
});

it('keeps a connection on which something is heard, and does not ask while it talks', () => {
  const { sent, over, open, hear } = fixture();
  open();
  for (let i = 0; i < 5; i += 1) {
    vi.advanceTimersByTime(9_000);
    hear('{"type":"notice","notice":"x","data":null}');
  }
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(15_000);
  hear('{"type":"reply","id":null,"ok":true,"data":{"at":1}}');
  vi.advanceTimersByTime(9_000);
  expect([sent.length, over]).toEqual([1, []]);
});

it('gives up a connection that does not open, and is silent once it is closed', () => {
  const slow = fixture();
  vi.advanceTimersByTime(5_000);
  expect(slow.over).toEqual(['timeout']);
  const { carrier, sent, over, open, hear } = fixture();
  open();
  carrier.close();
  hear('{"type":"notice","notice":"x","data":null}');
  vi.advanceTimersByTime(60_000);
  expect([sent, over]).toEqual([[], []]);
});
