import type { Publication, RoomEvent, RoomSnapshot } from '@lianmai/shared';
import type { Room } from '../../server/src/rooms/Room.ts';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import { ClipPublisher } from '../support/rtc/ClipPublisher.ts';
import { RtcViewer } from '../support/rtc/RtcViewer.ts';
import { signalingOverClient, type ViewerSignaling } from '../support/rtc/ViewerSignaling.ts';
import type { RunningApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';

/** A room with its anchor at the signalling, and a clip in place of the anchor's camera and microphone. */
export interface ClipAnchor {
  room: Room;
  client: RawClient;
  publisher: ClipPublisher;
  /** Puts a new clip on air in the place of the one before, as a browser publishes again after `media_reset`. */
  publishAgain(): Promise<void>;
  close(): void;
}

export async function openClipAnchor({ app, baseUrl }: RunningApp, name: string): Promise<ClipAnchor> {
  const { token } = await guestToken(baseUrl, name);
  const roomId = await createRoom(baseUrl, token, { title: `${name}’s show` });
  const client = await RawClient.connect(baseUrl, token);
  await client.request('join', { roomId, as: 'publisher' });
  await client.request('startShow', {});
  const room = app.rooms.get(roomId);
  let publisher = await ClipPublisher.start(room.media);
  let takeOff = room.publishIngest('clip', publisher.sources);
  const stop = () => {
    takeOff();
    publisher.close();
  };
  const publishAgain = async () => {
    stop();
    publisher = await ClipPublisher.start(room.media);
    takeOff = room.publishIngest('clip', publisher.sources);
  };
  const close = () => {
    stop();
    if (room.isLive) room.endShow('ended_by_anchor');
    client.close();
  };
  return {
    room,
    client,
    get publisher() {
      return publisher;
    },
    publishAgain,
    close,
  };
}

/** Somebody in a room's audience, each of whose viewers has a transport of its own. */
export class AudienceMember {
  readonly client: RawClient;
  /** As it was on joining. */
  readonly snapshot: RoomSnapshot;
  /** In the order of `watch`. */
  readonly viewers: RtcViewer[] = [];
  readonly #signaling: ViewerSignaling;
  readonly #transportIds: string[] = [];

  static async join(baseUrl: string, roomId: string): Promise<AudienceMember> {
    const { token } = await guestToken(baseUrl, 'Viewer');
    const client = await RawClient.connect(baseUrl, token);
    const { rtpCapabilities, snapshot } = await client.request('join', { roomId });
    return new AudienceMember(client, snapshot, signalingOverClient(client, rtpCapabilities));
  }

  private constructor(client: RawClient, snapshot: RoomSnapshot, plain: ViewerSignaling) {
    this.client = client;
    this.snapshot = snapshot;
    const createTransport = async () => {
      const transport = await plain.createTransport();
      this.#transportIds.push(transport.id);
      return transport;
    };
    this.#signaling = { ...plain, createTransport };
  }

  async watch(tracks: readonly Publication[]): Promise<RtcViewer> {
    const viewer = await RtcViewer.start(this.#signaling, tracks);
    this.viewers.push(viewer);
    return viewer;
  }

  /** How many tracks of another room have come on air for this member. */
  tracksFrom({ id }: Room): number {
    const isFrom = (event: RoomEvent) =>
      event.type === 'trackPublished' && event.data.publication.roomId === id;
    return this.client.events.filter(isFrom).length;
  }

  /** Closes all transports but the first. */
  async keepFirstTransport(): Promise<void> {
    for (const transportId of this.#transportIds.splice(1)) {
      await this.client.request('closeTransport', { transportId });
    }
    for (const viewer of this.viewers.splice(1)) viewer.close();
  }

  async leave(): Promise<void> {
    for (const viewer of this.viewers.splice(0)) viewer.close();
    await this.client.request('leave', {});
    this.client.close();
  }
}

/** Resolves when picture and sound have begun to arrive. */
export async function arrives(what: string, viewer: RtcViewer): Promise<void> {
  await viewer.firstPicture();
  await waitFor(`sound of ${what}`, () => viewer.figures.audio.packets > 10);
}

/** The tracks of `of` that are on air in `room`. */
export function tracksOf(of: Room, room: Room): Publication[] {
  return room.tracks.publications.filter(({ roomId }) => roomId === of.id);
}
