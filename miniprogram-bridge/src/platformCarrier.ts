import type { LoginResult, ReplyFrame, ServerFrame } from '@lianmai/shared';
import { LiveError } from '../../client-web/src/sdk/LiveError.ts';
import type { Carrier, CarrierEvents } from '../../client-web/src/sdk/signaling/Carrier.ts';
import type { Platform } from './Platform.ts';
import { parsedJson } from './parsedJson.ts';

export interface PlatformCarrierOptions {
  platform: Platform;
  url: string;
  /** Empty: none. */
  token: string;
  timeoutMs: number;
  /** Without a token, where guests are let in: who we are from now on. */
  onGuest: (login: LoginResult) => void;
}

/** After so long without a frame one asks whether anybody is there, and waits so long for an answer. */
const quietMs = 10_000;
const answerMs = 6000;

/** The server's answer to a connection that it does not let in; ours have other ids. */
const admissionId = 'join';

/** Frames as JSON texts over a host's socket. */
export function platformCarrier(options: PlatformCarrierOptions, events: CarrierEvents): Carrier {
  const { platform, url, token, timeoutMs, onGuest } = options;
  const waiting = new Map<string, (reply: ReplyFrame) => void>();
  let isOver = false;
  /** Of the silence that is borne: before it opens, and then between two frames. */
  let timer = setTimeout(() => over(new LiveError('timeout')), timeoutMs);
  const socket = platform.connectSocket(url, token ? { authorization: `Bearer ${token}` } : {});

  const close = () => {
    isOver = true;
    clearTimeout(timer);
    waiting.clear();
    socket.close();
  };
  const over = (error: LiveError) => {
    if (isOver) return;
    close();
    events.onClosed(error);
  };
  /** Networks go without a word: hosts tell nothing of the carrier's own pings (C7). */
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      socket.send('{"type":"ping"}');
      timer = setTimeout(() => over(new LiveError('network')), answerMs);
    }, quietMs);
  };

  socket.onOpen(() => {
    if (isOver) return;
    heard();
    events.onOpen();
  });
  socket.onMessage((text) => {
    const frame = parsedJson(text) as ServerFrame | null;
    if (isOver || !frame) return;
    heard();
    if (frame.type !== 'reply') {
      if (frame.type === 'notice' && frame.notice === 'guestAdmitted') onGuest(frame.data);
      else events.onPush(frame);
      return;
    }
    const id = frame.id ?? '';
    const onReply = waiting.get(id);
    waiting.delete(id);
    if (onReply) onReply(frame);
    else if (id === admissionId && !frame.ok) over(LiveError.fromWire(frame.error));
  });
  socket.onClose(() => over(new LiveError('network')));

  return {
    send: (frame, onReply) => {
      if (frame.id !== undefined) waiting.set(frame.id, onReply);
      socket.send(JSON.stringify(frame));
    },
    close,
  };
}
