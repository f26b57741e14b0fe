import type { SeatApplication, SeatInvitation, SeatView, StageView } from '@lianmai/shared';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import {
  applicationOf,
  describeError,
  invitationFor,
  type LiveClient,
  LiveError,
  type RoomState,
} from '../../../sdk/index.ts';
import { useTrackStream } from '../../../ui/MediaVideo.tsx';
import { useToast } from '../../../ui/Toasts.tsx';
import { useStore } from '../../../ui/useStore.ts';
import type { LocalTracks } from '../../devices/LocalDevices.ts';
import { useIdentity } from '../../identity/useIdentity.ts';
import { recallSettings } from '../../studio/studioMemory.ts';
import type { OwnMedia } from '../people.ts';
import { type GuestState, StageGuest } from './StageGuest.ts';

/** The stage as one viewer sees it, and their own way onto it. */
export interface RoomStage {
  client: LiveClient;
  guest: StageGuest;
  state: GuestState;
  tracks: LocalTracks;
  stage: StageView;
  /** One's own seat. */
  seat: Extract<SeatView, { state: 'taken' }> | null;
  own: OwnMedia | null;
  application: SeatApplication | null;
  invitation: SeatInvitation | null;
  /** Not the anchor, the show is running, and its stage has seats for guests. */
  isAllowed: boolean;
  serverNow: () => number;
  onError: (cause: unknown) => void;
}

/** Null for the moment before everything is there. */
export function useRoomStage(client: LiveClient, roomState: RoomState): RoomStage | null {
  const onError = useReport();
  const guest = useStageGuest(client, onError);
  const me = useIdentity();
  const state = useStore(guest ? guest.state : nothingYet);
  const tracks = useStore(guest ? guest.devices : nothingYet);
  const backstage = useStore(client.backstage);
  const seat = useStore(client.mySeat);
  const { room, stage, clockOffsetMs } = roomState;
  const serverNow = useCallback(() => Date.now() + clockOffsetMs, [clockOffsetMs]);
  const userId = me?.user.id ?? '';
  const own = useOwnMedia(userId, client, tracks, state, seat?.allowsVideo !== false);
  if (!guest || !state || !tracks) return null;
  return {
    client,
    guest,
    state,
    tracks,
    stage,
    seat: seat?.state === 'taken' ? seat : null,
    own: room?.anchor.id === userId ? null : own,
    application: applicationOf(backstage, userId),
    invitation: invitationFor(backstage, userId),
    isAllowed: room?.status === 'live' && room.anchor.id !== userId && seat === null && hasGuestSeats(stage),
    serverNow,
    onError,
  };
}

function hasGuestSeats({ seats }: StageView): boolean {
  return seats.some(({ seat }) => seat > 0);
}

const nothingYet = { subscribe: () => () => undefined, getSnapshot: () => null };

function useReport(): (cause: unknown) => void {
  const { language } = useI18n();
  const toast = useToast();
  return useCallback(
    (cause: unknown) => {
      const { code } = LiveError.from(cause);
      if (code !== 'aborted') toast(describeError(code, language), 'error');
    },
    [toast, language],
  );
}

function useStageGuest(client: LiveClient, onError: (cause: unknown) => void): StageGuest | null {
  const [guest, setGuest] = useState<StageGuest | null>(null);
  // Another language is no reason to leave the stage.
  useEffect(() => {
    const started = new StageGuest({ client, remembered: recallSettings(), onError });
    setGuest(started);
    return () => {
      setGuest(null);
      started.close();
    };
  }, [client]);
  return guest;
}

/** What of ours is on: as published, and before that as it would be. */
function useOwnMedia(
  userId: string,
  client: LiveClient,
  tracks: LocalTracks | null,
  state: GuestState | null,
  allowsVideo: boolean,
): OwnMedia | null {
  const publications = useStore(client.publisher.publications);
  const camera = tracks?.camera.phase === 'on' ? tracks.camera.track : null;
  const stream = useTrackStream(camera);
  const hasMicrophone = tracks?.microphone.phase === 'on';
  const isOff = (source: 'camera' | 'microphone') =>
    publications.find((one) => one.source === source)?.isMuted ??
    (source === 'camera' ? state?.isCameraMuted : state?.isMicrophoneMuted) ??
    true;
  const isCameraOn = allowsVideo && stream !== null && !isOff('camera');
  const isMicrophoneOn = hasMicrophone && !isOff('microphone');
  return useMemo(
    () => ({ userId, stream, isCameraOn, isMicrophoneOn }),
    [userId, stream, isCameraOn, isMicrophoneOn],
  );
}
