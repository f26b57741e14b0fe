import type { ChatMessage } from '@lianmai/shared';
import { useEffect, useRef } from 'react';
import type { PlaybackLadder } from '../../../player/index.ts';
import { DelayQueue } from '../../../sdk/core/DelayQueue.ts';
import type { LiveClient } from '../../../sdk/index.ts';
import { useIdentity } from '../../identity/useIdentity.ts';
import { DanmakuStage } from './DanmakuStage.ts';
import type { DanmakuSettings } from './danmakuSettings.ts';
import { pictureTime } from './pictureTime.ts';
import './danmaku.css';

interface DanmakuLayerProps {
  client: LiveClient;
  ladder: PlaybackLadder | null;
  settings: DanmakuSettings;
}

const lookEveryMs = 100;

/** 弹幕 over the picture: each when the picture of its moment is on this viewer's screen. */
export function DanmakuLayer({ client, ladder, settings }: DanmakuLayerProps) {
  const place = useRef<HTMLDivElement>(null);
  const stage = useRef<DanmakuStage | null>(null);
  const latest = useRef(settings);
  latest.current = settings;
  const ownId = useIdentity()?.user.id ?? null;

  useEffect(() => {
    const element = place.current;
    if (!element || !ladder) return;
    const queue = new DelayQueue<ChatMessage>();
    let isOpen = true;
    void DanmakuStage.create(element, latest.current, ownId).then((created) => {
      if (!isOpen) return created.close();
      stage.current = created;
      created.set(latest.current);
    });
    const look = () => {
      const { clockOffsetMs } = client.room.getSnapshot();
      const shownAtMs = pictureTime(ladder.state.getSnapshot(), Date.now() + clockOffsetMs);
      stage.current?.setMoving(shownAtMs !== null);
      if (shownAtMs === null) return;
      for (const message of queue.take(shownAtMs)) stage.current?.show(message, message.user.id === ownId);
    };
    const timer = setInterval(look, lookEveryMs);
    const stops = [
      client.on('chatPosted', ({ data, at }) => queue.add(data.message, at)),
      client.on('chatDeleted', ({ data }) => {
        const isGone = ({ id, user }: ChatMessage) => user.id === data.userId || data.messageIds.includes(id);
        queue.delete(isGone);
        stage.current?.remove(isGone);
      }),
    ];
    return () => {
      isOpen = false;
      clearInterval(timer);
      for (const stop of stops) stop();
      stage.current?.close();
      stage.current = null;
    };
  }, [client, ladder, ownId]);

  useEffect(() => stage.current?.set(settings), [settings]);

  return <div className="danmaku-layer" ref={place} aria-hidden="true" data-testid="danmaku-layer" />;
}
