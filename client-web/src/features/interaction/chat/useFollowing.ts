import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ChatClient, ChatView, PendingMessage } from '../../../sdk/index.ts';
import type { EarlierState } from './useEarlier.ts';

/** How far from the end one may be and still count as following, px. */
const followPx = 48;
/** So close to the top the messages before are fetched, px. */
const earlierPx = 80;

/**
 * Keeps the end of the chat in sight while one follows it, and what one reads in its place while one does not. Near the top it asks
 * for what was said before.
 */
export function useFollowing(
  chat: ChatClient,
  view: ChatView,
  pending: readonly PendingMessage[],
  earlier: { state: EarlierState; load: () => void },
) {
  const scroller = useRef<HTMLDivElement>(null);
  /** How many messages there were when one began to read; null: one follows. */
  const [readSince, setReadSince] = useState<number | null>(null);
  const isFollowing = readSince === null;
  const firstKey = view.lines[0]?.key;
  const before = useRef({ firstKey, height: 0, sent: pending.length });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const { firstKey: oldFirst, height, sent } = before.current;
    const hasSent = pending.length > sent;
    if (isFollowing || hasSent) element.scrollTop = element.scrollHeight;
    // Something was put in above: what one reads stays where it is.
    else if (firstKey !== oldFirst) element.scrollTop += element.scrollHeight - height;
    before.current = { firstKey, height: element.scrollHeight, sent: pending.length };
  }, [view, pending, isFollowing, firstKey]);

  // Its place shrinks under a notice, a keyboard, a line that comes and goes: the end stays in sight.
  useEffect(() => {
    const element = scroller.current;
    if (!element || !isFollowing) return;
    const observer = new ResizeObserver(() => {
      element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isFollowing]);

  // A list that does not fill its place cannot be scrolled: it is near the top at once.
  useLayoutEffect(() => {
    const element = scroller.current;
    const isShort = element !== null && element.scrollHeight <= element.clientHeight;
    if (isShort && earlier.state === 'idle' && view.isKnown) earlier.load();
  }, [view, earlier]);

  const follow = (isEnd: boolean) => {
    if (isEnd === isFollowing) return;
    setReadSince(isEnd ? null : view.addedCount);
    chat.setReading(!isEnd);
  };
  return {
    scroller,
    newCount: readSince === null ? null : view.addedCount - readSince,
    onScroll: () => {
      const element = scroller.current;
      if (!element) return;
      follow(element.scrollHeight - element.scrollTop - element.clientHeight < followPx);
      if (element.scrollTop < earlierPx && earlier.state === 'idle') earlier.load();
    },
    toEnd: () => follow(true),
  };
}
