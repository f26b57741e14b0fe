import { isTokenRefusal, type TokenSource } from '../auth/TokenSource.ts';
import { LiveError } from '../LiveError.ts';
import type { Carrier, OpenCarrier } from './Carrier.ts';

/** A source whose tokens are refused so often in a row is not one that this server trusts. */
const maxRefusalsInARow = 3;

/**
 * Makes carriers that come with a token of `tokens`. One that the server refuses is renewed, and the connection is then lost in a way
 * that is worth another attempt: the Session is taken up again, and media never knew.
 */
export function withTokens(tokens: TokenSource, openWith: (token: string) => OpenCarrier): OpenCarrier {
  let refusalsInARow = 0;

  /** What the loss of a carrier means, after another token was asked for where that helps. */
  const renewedAfter = async (error: LiveError, token: string): Promise<LiveError> => {
    refusalsInARow += 1;
    if (refusalsInARow >= maxRefusalsInARow) return error;
    try {
      const isRenewed = await tokens.renew(token);
      return isRenewed ? new LiveError(error.code, { retryable: true, cause: error }) : error;
    } catch (cause) {
      return LiveError.from(cause, 'network');
    }
  };

  return (events, timeoutMs) => {
    let carrier: Carrier | null = null;
    let isClosed = false;
    const lost = (error: LiveError) => {
      if (!isClosed) events.onClosed(error);
      isClosed = true;
    };
    const open = (token: string) => {
      if (isClosed) return;
      const onOpen = () => {
        refusalsInARow = 0;
        events.onOpen();
      };
      const onClosed = (error: LiveError) => {
        if (isTokenRefusal(error.code)) void renewedAfter(error, token).then(lost);
        else lost(error);
      };
      carrier = openWith(token)({ onOpen, onClosed, onPush: events.onPush }, timeoutMs);
    };
    tokens.token().then(open, (cause: unknown) => lost(LiveError.from(cause, 'network')));
    return {
      send: (frame, onReply) => carrier?.send(frame, onReply),
      close: () => {
        isClosed = true;
        carrier?.close();
      },
    };
  };
}
