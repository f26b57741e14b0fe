import type { BackstageView, NoticeMap } from '@lianmai/shared';
import type { Session } from '../rooms/Session.ts';
import type { FakeClientLink } from './FakeClientLink.ts';
import { h264Parameters, opusParameters, roomFixture } from './roomFixture.ts';

/** The room of `roomFixture`, live, with its anchor publishing Session `anna`; everybody is told what happens backstage. */
export function liveRoom(options: Parameters<typeof roomFixture>[0] = {}) {
  const fixture = roomFixture(options);
  const { room, media } = fixture;
  const join = (userId: string, as: 'publisher' | 'viewer' = 'viewer') => {
    const joined = fixture.join(userId, as);
    room.backstageOf(joined.session);
    return joined;
  };
  const anna = join('anna', 'publisher');
  room.startShow(anna.session);
  const sendTransport = async ({ peer }: Session) =>
    (await peer.createTransport({ direction: 'send', forceTcp: false })).id;
  const publish = async (session: Session, source: 'camera' | 'microphone', openTransportId?: string) => {
    const transportId = openTransportId ?? (await sendTransport(session));
    const kind = source === 'camera' ? 'video' : 'audio';
    const rtpParameters = source === 'camera' ? h264Parameters : opusParameters;
    return room.tracks.publish(session, { transportId, kind, source, rtpParameters, paused: false });
  };
  const producer = (producerId: string) => media.rooms.get('r1')?.producers.get(producerId);
  return { ...fixture, join, anna, sendTransport, publish, producer };
}

export type LiveRoom = ReturnType<typeof liveRoom>;

/** Bob on seat 1, on air, with a camera and a microphone. */
export async function withGuest(live: LiveRoom) {
  const bob = live.join('bob');
  const seat = live.room.stage.take(bob.session, null, true);
  live.room.stage.change({ type: 'takeOnAir', seat });
  const camera = await live.publish(bob.session, 'camera');
  const microphone = await live.publish(bob.session, 'microphone');
  return { ...bob, seat, camera: camera.producerId, microphone: microphone.producerId };
}

/** What a client was told by notices of one name, in order. */
export function noticesOf<N extends keyof NoticeMap>(link: FakeClientLink, notice: N): NoticeMap[N][] {
  return link.frames.flatMap((frame) =>
    frame.type === 'notice' && frame.notice === notice ? [frame.data as NoticeMap[N]] : [],
  );
}

/** What a client was told last of what is not for the public. */
export function backstageTold(link: FakeClientLink): BackstageView | undefined {
  return noticesOf(link, 'backstageChanged').at(-1)?.backstage;
}
