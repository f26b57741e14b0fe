import type { MediaSource, ReplyMap } from '@lianmai/shared';
import { createRoom, guestToken, RawClient } from '../support/RawClient.ts';
import type { RunningApp } from '../support/startApp.ts';
import { trackParameters } from './mediaFixture.ts';

/** Somebody in a room, with what they need to come again. */
export interface Person {
  client: RawClient;
  joined: ReplyMap['join'];
  token: string;
  userId: string;
}

/** A live room on the real server, and a door to it. `close` ends every connection that was opened through it. */
export async function openStageRoom(running: RunningApp) {
  const open: RawClient[] = [];
  const owner = await guestToken(running.baseUrl, 'Anna');
  const roomId = await createRoom(running.baseUrl, owner.token);
  const connect = async (token: string) => {
    const client = await RawClient.connect(running.baseUrl, token);
    open.push(client);
    return client;
  };
  const enter = async (
    { token, userId }: { token: string; userId: string },
    fields: {
      as?: 'publisher' | 'viewer';
      resume?: { sessionId: string; resumeKey: string; lastSeq: number };
    } = {},
  ): Promise<Person> => {
    const client = await connect(token);
    return { client, joined: await client.request('join', { roomId, ...fields }), token, userId };
  };
  const viewer = async (name = 'Bob') => enter(await guestToken(running.baseUrl, name));
  const anchor = await enter(owner, { as: 'publisher' });
  await anchor.client.request('startShow', {});
  const room = running.app.rooms.get(roomId);
  /** On a seat; on air unless the stage has a green room. */
  const guest = async (name?: string) => {
    const person = await viewer(name);
    const applied = await person.client.request('applyForSeat', {});
    if (applied.outcome === 'seated') return { ...person, seat: applied.seat };
    const { applicationId } = applied;
    return { ...person, ...(await anchor.client.request('acceptApplication', { applicationId })) };
  };
  const close = () => {
    for (const client of open) client.close();
  };
  return { roomId, room, anchor, enter, viewer, guest, close };
}

/** Publishes a track over a transport of its own, or over one that is there. Nothing flows. */
export async function publish(client: RawClient, source: MediaSource, openTransportId?: string) {
  const transportId = openTransportId ?? (await client.request('createTransport', { direction: 'send' })).id;
  const kind = source === 'camera' || source === 'screen' ? 'video' : 'audio';
  const rtpParameters = trackParameters(kind);
  const { producerId } = await client.request('publish', { transportId, kind, source, rtpParameters });
  return { transportId, producerId };
}

export async function subscribe({ client, joined }: Person, producerId: string) {
  const { id: transportId } = await client.request('createTransport', { direction: 'recv' });
  const { rtpCapabilities } = joined;
  return client.request('subscribe', { transportId, producerId, rtpCapabilities });
}
