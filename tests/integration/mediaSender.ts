import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { RtpParameters } from '@lianmai/shared';
import type { RtpInjection } from '../../server/src/rooms/ports/MediaEngine.ts';
import { eventually, trackParameters } from './mediaFixture.ts';

const frameMs = 40;
const sliceNal = 0x41;
/** Sequence parameters: where mediasoup sees a keyframe begin. */
const keyFrameNal = 0x67;

/** A publisher's encoder, reduced to what an SFU sees of it: slices, keyframe requests, keyframes. */
export interface FakeEncoder {
  /** When a keyframe was asked for. */
  readonly requestedAtMs: number[];
  /** How many packets it has sent so far. */
  readonly sentPackets: number;
  close(): void;
}

/** A video track that takes picture loss indications. */
export function encoderParameters(): RtpParameters {
  const parameters = trackParameters('video');
  const rtcpFeedback = [{ type: 'nack', parameter: 'pli' }];
  return { ...parameters, codecs: parameters.codecs.map((codec) => ({ ...codec, rtcpFeedback })) };
}

/** Sends H.264-like packets to an injected track and answers every request with a keyframe. */
export async function startEncoder(
  track: RtpInjection['tracks'][number] | undefined,
  parameters: RtpParameters,
): Promise<FakeEncoder> {
  const ssrc = parameters.encodings[0]?.ssrc;
  if (!track || ssrc === undefined) throw new Error('no track to send to');
  const rtp = await bound();
  const rtcp = await bound();
  const requestedAtMs: number[] = [];
  let isKnown = false;
  let isKeyFrameDue = false;
  rtcp.on('message', (packet) => {
    isKnown = true;
    for (const part of rtcpParts(packet)) {
      if (part[1] !== 206 || ((part[0] ?? 0) & 0x1f) !== 1) continue;
      requestedAtMs.push(performance.now());
      isKeyFrameDue = true;
    }
  });
  let sequence = 1;
  const timer = setInterval(() => {
    rtp.send(rtpPacket(ssrc, sequence, isKeyFrameDue ? keyFrameNal : sliceNal), track.port, '127.0.0.1');
    rtcp.send(emptyReport(ssrc), track.rtcpPort, '127.0.0.1');
    isKeyFrameDue = false;
    sequence += 1;
  }, frameMs);
  const close = () => {
    clearInterval(timer);
    rtp.close();
    rtcp.close();
  };
  await eventually('the injection learns where its sender is', () => isKnown);
  return {
    requestedAtMs,
    get sentPackets() {
      return sequence - 1;
    },
    close,
  };
}

/** The parts of an RTCP compound packet: mediasoup puts the reports of all tracks into one. */
export function rtcpParts(packet: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at + 4 <= packet.length; ) {
    const end = at + 4 * (packet.readUInt16BE(at + 2) + 1);
    parts.push(packet.subarray(at, end));
    at = end;
  }
  return parts;
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

function rtpPacket(ssrc: number, sequence: number, nal: number): Buffer {
  const packet = Buffer.alloc(100, 1);
  packet[0] = 0x80;
  packet[1] = 0x80 | 96;
  packet.writeUInt16BE(sequence & 0xffff, 2);
  packet.writeUInt32BE((sequence * 90 * frameMs) >>> 0, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet[12] = nal;
  return packet;
}

function emptyReport(ssrc: number): Buffer {
  const report = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 0]);
  report.writeUInt32BE(ssrc, 4);
  return report;
}
