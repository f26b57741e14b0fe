import { type AmfValue, amfValue } from '../../flv/amf0.ts';

/** What a peer sent is not RTMP, or none that we serve: the connection ends. */
export class RtmpProtocolError extends Error {}

export interface RtmpMessage {
  typeId: number;
  streamId: number;
  /** On the sender's clock, 32 bits. */
  timestampMs: number;
  payload: Buffer;
}

/** RTMP specification 1.0 §5.4 and §7.1; audio, video and data are numbered as in FLV. */
export const controlTypes = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  peerBandwidth: 6,
} as const;
export const commandTypes = { amf0: 20, amf3: 17 } as const;

/** What we send is small: with this, every message is one chunk. */
export const ourChunkBytes = 4096;
const commandChunkStream = 3;
const controlChunkStream = 2;

/** A command or status with its arguments, on message stream `streamId`. */
export function commandBytes(streamId: number, ...values: readonly AmfValue[]): Buffer {
  const payload = Buffer.concat(values.map(amfValue));
  return messageBytes(commandChunkStream, commandTypes.amf0, streamId, payload);
}

/** A protocol control message whose payload is one 32-bit number, and what follows it. */
export function controlBytes(typeId: number, value: number, ...rest: readonly number[]): Buffer {
  const payload = Buffer.alloc(4 + rest.length);
  payload.writeUInt32BE(value, 0);
  payload.set(rest, 4);
  return messageBytes(controlChunkStream, typeId, 0, payload);
}

/** In one chunk: longer than `ourChunkBytes` is nothing that we say. */
function messageBytes(chunkStream: number, typeId: number, streamId: number, payload: Buffer): Buffer {
  if (payload.length > ourChunkBytes) throw new Error(`an RTMP message of ${payload.length} bytes`);
  const header = Buffer.alloc(12);
  header[0] = chunkStream;
  header.writeUIntBE(payload.length, 4, 3);
  header[7] = typeId;
  header.writeUInt32LE(streamId, 8);
  return Buffer.concat([header, payload]);
}
