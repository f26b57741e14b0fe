import type { PlatformSocket } from '../Platform.ts';

/** What the hosts' socket tasks have in common. None tells its state, and each takes one listener. */
export interface SocketTask<Message> {
  onOpen(listener: () => void): void;
  onMessage(listener: (message: Message) => void): void;
  onClose(listener: () => void): void;
  onError(listener: () => void): void;
  send(options: { data: string; fail?: () => void }): void;
  close(options: object): void;
}

/** @param textOf null for bytes, which the protocol does not have */
export function hostSocket<Message>(
  connect: (fail: () => void) => SocketTask<Message>,
  textOf: (message: Message) => string | null,
): PlatformSocket {
  let closed: () => void = () => undefined;
  let isOver = false;
  // A close, an error and a failed call may each come, or several of them.
  const over = () => {
    if (isOver) return;
    isOver = true;
    closed();
  };
  const task = connect(over);
  task.onClose(over);
  task.onError(over);
  return {
    onOpen: (listener) => task.onOpen(listener),
    onMessage: (listener) =>
      task.onMessage((message) => {
        const text = textOf(message);
        if (text !== null) listener(text);
      }),
    onClose: (listener) => {
      closed = listener;
      // It may have failed before anybody could listen.
      if (isOver) listener();
    },
    send: (text) => task.send({ data: text, fail: over }),
    close: () => task.close({}),
  };
}

type Listener<T> = (payload: T) => void;

/** The hosts' events of the whole mini program. */
export interface HostEvents {
  onAppShow(listener: () => void): void;
  offAppShow(listener: () => void): void;
  onAppHide(listener: () => void): void;
  offAppHide(listener: () => void): void;
  onNetworkStatusChange(listener: Listener<{ isConnected: boolean }>): void;
  /** Old hosts cannot stop. */
  offNetworkStatusChange?(listener: Listener<{ isConnected: boolean }>): void;
}

export function hostEvents(host: HostEvents) {
  return {
    onShow: (listener: () => void) => {
      host.onAppShow(listener);
      return () => host.offAppShow(listener);
    },
    onHide: (listener: () => void) => {
      host.onAppHide(listener);
      return () => host.offAppHide(listener);
    },
    onNetworkReturn: (listener: () => void) => {
      const changed = ({ isConnected }: { isConnected: boolean }) => {
        if (isConnected) listener();
      };
      host.onNetworkStatusChange(changed);
      return () => host.offNetworkStatusChange?.(changed);
    },
  };
}

export function lowerCased(headers: Record<string, string> | undefined): Record<string, string> {
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) lower[name.toLowerCase()] = String(value);
  return lower;
}
