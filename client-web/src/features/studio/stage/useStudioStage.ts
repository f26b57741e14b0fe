import type { BackstageView, PkView, RoomView, StageView } from '@lianmai/shared';
import { useCallback, useMemo } from 'react';
import type { LiveClient } from '../../../sdk/index.ts';
import { useTrackStream } from '../../../ui/MediaVideo.tsx';
import { useStore } from '../../../ui/useStore.ts';
import { absentAnchor, peopleInGreenRoom, peopleInPicture, type StagePerson } from '../../stage/people.ts';
import type { StudioSource } from '../studioMemory.ts';
import type { Studio } from '../useStudio.ts';

/** The stage as its host sees it, and what the host does about it. */
export interface StudioStage {
  client: LiveClient;
  /** `studio`: the anchor's own; `owner`: an operator or the anchor elsewhere; `moderator`: runs it, but does not change its seats. */
  rights: 'studio' | 'owner' | 'moderator';
  room: RoomView | null;
  stage: StageView;
  pk: PkView | null;
  backstage: BackstageView;
  /** In the picture, oneself first. */
  people: readonly StagePerson[];
  greenRoom: readonly StagePerson[];
  /** Guests on air: what the panic button is for. */
  guests: readonly StagePerson[];
  serverNow: () => number;
  /** Carries a request out; what goes wrong is said. */
  run: (action: Promise<unknown>) => void;
}

export function useStudioStage(
  studio: Studio,
  source: StudioSource,
  onError: (cause: unknown) => void,
): StudioStage {
  const { client } = studio.show;
  const roomState = useStore(client.room);
  const backstage = useStore(client.backstage);
  const users = useStore(client.subscriber.users);
  const { camera, microphone } = useStore(studio.devices);
  const stream = useTrackStream(camera.phase === 'on' ? camera.track : null);
  const isCameraOn = stream !== null && !studio.settings.isCameraMuted;
  const isMicrophoneOn = microphone.phase === 'on' && !studio.settings.isMicrophoneMuted;
  const { room, stage, pk, clockOffsetMs } = roomState;
  const people = useMemo(() => {
    const own = { userId: room?.anchor.id ?? '', stream, isCameraOn, isMicrophoneOn };
    // What an encoder sends comes back from the server, as everybody else's does.
    const onAir = peopleInPicture(roomState, users, source === 'camera' ? own : null);
    return onAir.length > 0 ? onAir : [absentAnchor(room)];
  }, [roomState, room, users, source, stream, isCameraOn, isMicrophoneOn]);
  const serverNow = useCallback(() => Date.now() + clockOffsetMs, [clockOffsetMs]);
  const run = useCallback((action: Promise<unknown>) => void action.catch(onError), [onError]);
  return {
    client,
    rights: 'studio',
    room,
    stage,
    pk,
    backstage,
    people,
    greenRoom: peopleInGreenRoom(roomState, backstage.previews, users),
    guests: people.filter(({ role }) => role === 'coHost'),
    serverNow,
    run,
  };
}
