import { createSocket } from 'node:dgram';
import type { RtpParameters } from '@lianmai/shared';
import type { RoomMedia } from '../../server/src/rooms/ports/MediaEngine.ts';
import { trackParameters } from './mediaFixture.ts';

const frameMs = 20;
const levelExtensionId = 1;

/** Somebody who makes a sound as loud as a test wants, told in each packet's header as browsers do (RFC 6464). */
export interface FakeSpeaker {
  readonly producerId: string;
  /** 0 is the loudest there is, -127 silence. */
  volumeDbov: number;
  close(): void;
}

export async function startSpeaker(room: RoomMedia, volumeDbov: number): Promise<FakeSpeaker> {
  const parameters = levelParameters();
  const injection = await room.openInjection({
    tracks: [{ kind: 'audio', rtpParameters: parameters }],
    onLost: () => undefined,
  });
  const [track] = injection.tracks;
  const ssrc = parameters.encodings[0]?.ssrc;
  if (!track || ssrc === undefined) throw new Error('no track to send to');
  const socket = createSocket('udp4');
  let sequence = 1;
  const timer = setInterval(() => {
    socket.send(packet(ssrc, sequence, speaker.volumeDbov), track.port, '127.0.0.1');
    sequence += 1;
  }, frameMs);
  const close = () => {
    clearInterval(timer);
    socket.close();
    injection.close();
  };
  const speaker: FakeSpeaker = { producerId: track.producerId, volumeDbov, close };
  return speaker;
}

function levelParameters(): RtpParameters {
  const uri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
  return { ...trackParameters('audio'), headerExtensions: [{ uri, id: levelExtensionId }] };
}

function packet(ssrc: number, sequence: number, volumeDbov: number): Buffer {
  const header = Buffer.alloc(20);
  header[0] = 0x90;
  header[1] = 111;
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE((sequence * 48 * frameMs) >>> 0, 4);
  header.writeUInt32BE(ssrc, 8);
  header.writeUInt16BE(0xbede, 12);
  header.writeUInt16BE(1, 14);
  header[16] = levelExtensionId << 4;
  header[17] = 0x80 | -volumeDbov;
  return Buffer.concat([header, Buffer.alloc(60, 1)]);
}
