import { useEffect, useState } from 'react';
import { useDebugHandle } from '../../app/debug.ts';
import { PlaybackLadder, type ProtocolChoice } from '../../player/index.ts';
import type { LiveClient } from '../../sdk/index.ts';
import { useStore } from '../../ui/useStore.ts';

const protocolChoices: readonly ProtocolChoice[] = ['auto', 'webrtc', 'flv', 'llhls', 'hls'];

/** What `?protocol=` asks for; `auto` for nothing and for nonsense. */
export function protocolInAddress(search: string): ProtocolChoice {
  const wanted = new URLSearchParams(search).get('protocol');
  return protocolChoices.find((choice) => choice === wanted) ?? 'auto';
}

/** Keeps the room playing in `video` while both are there. */
export function useLadder(
  client: LiveClient,
  roomId: string,
  video: HTMLVideoElement | null,
): PlaybackLadder | null {
  const [ladder, setLadder] = useState<PlaybackLadder | null>(null);
  useEffect(() => {
    if (!video) return;
    const started = new PlaybackLadder({
      client,
      roomId,
      video,
      protocol: protocolInAddress(location.search),
    });
    started.start();
    setLadder(started);
    return () => {
      setLadder(null);
      started.stop();
    };
  }, [client, roomId, video]);
  useDebugHandle(client, ladder);
  return ladder;
}

const idle = {
  phase: 'idle',
  protocol: null,
  choice: 'auto',
  quality: 'auto',
  available: [],
  isSoundBlocked: false,
  firstFrameMs: null,
  isHeld: false,
  layout: null,
  stats: null,
} as const;
const idleStore = { subscribe: () => () => undefined, getSnapshot: () => idle };

export function usePlayback(ladder: PlaybackLadder | null) {
  return useStore(ladder ? ladder.state : idleStore);
}
