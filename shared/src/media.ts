import { z } from 'zod';
import type { OpaqueId } from './ids.ts';
import { limits } from './limits.ts';

/*
 * The RTP and DTLS shapes of mediasoup 3 (https://mediasoup.org/documentation/v3/mediasoup/rtp-parameters-and-capabilities/),
 * bounded. Unknown keys inside these objects are dropped, not refused: clients of another minor version add some.
 */

const uint32 = z.number().int().min(0).max(0xffffffff);
const codecParameterValue = z.union([z.string().max(512), z.number(), z.boolean(), z.null()]);
// Codec parameters are a map; bounding it by hand keeps `__proto__` and ten thousand keys out.
const codecParameters = z
  .record(z.string().min(1).max(64), codecParameterValue)
  .refine((map) => Object.keys(map).length <= 32, 'too many parameters');
const rtcpFeedback = z.object({ type: z.string().max(32), parameter: z.string().max(32).optional() });

export const MediaKind = z.enum(['audio', 'video']);
export type MediaKind = z.infer<typeof MediaKind>;

/** What a track shows: a Session has at most one Producer of each source. */
export const MediaSource = z.enum(['camera', 'microphone', 'screen', 'screenAudio']);
export type MediaSource = z.infer<typeof MediaSource>;

export const sourceKind: Record<MediaSource, MediaKind> = {
  camera: 'video',
  microphone: 'audio',
  screen: 'video',
  screenAudio: 'audio',
};

const codecBase = {
  mimeType: z
    .string()
    .max(64)
    .regex(/^(audio|video)\/[A-Za-z0-9.+-]+$/),
  clockRate: z.number().int().min(1).max(1_000_000),
  channels: z.number().int().min(1).max(8).optional(),
  parameters: codecParameters.optional(),
  rtcpFeedback: z.array(rtcpFeedback).max(16).optional(),
};

export const RtpParameters = z.object({
  mid: z.string().max(32).optional(),
  codecs: z
    .array(z.object({ ...codecBase, payloadType: z.number().int().min(0).max(127) }))
    .min(1)
    .max(limits.codecs),
  headerExtensions: z
    .array(
      z.object({
        uri: z.string().max(256),
        id: z.number().int().min(1).max(255),
        encrypt: z.boolean().optional(),
        parameters: codecParameters.optional(),
      }),
    )
    .max(limits.headerExtensions)
    .optional(),
  encodings: z
    .array(
      z.object({
        ssrc: uint32.optional(),
        rid: z.string().max(16).optional(),
        codecPayloadType: z.number().int().min(0).max(127).optional(),
        rtx: z.object({ ssrc: uint32 }).optional(),
        dtx: z.boolean().optional(),
        scalabilityMode: z.string().max(16).optional(),
        scaleResolutionDownBy: z.number().positive().max(64).optional(),
        maxBitrate: z.number().int().positive().max(100_000_000).optional(),
      }),
    )
    .min(1)
    .max(limits.encodings),
  rtcp: z
    .object({
      cname: z.string().max(256).optional(),
      reducedSize: z.boolean().optional(),
    })
    .optional(),
  msid: z.string().max(256).optional(),
});
export type RtpParameters = z.infer<typeof RtpParameters>;

export const RtpCapabilities = z.object({
  codecs: z
    .array(
      z.object({
        kind: MediaKind,
        ...codecBase,
        preferredPayloadType: z.number().int().min(0).max(127).optional(),
      }),
    )
    .max(limits.codecs),
  headerExtensions: z
    .array(
      z.object({
        kind: MediaKind,
        uri: z.string().max(256),
        preferredId: z.number().int().min(1).max(255),
        preferredEncrypt: z.boolean().optional(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
      }),
    )
    .max(limits.headerExtensions),
});
export type RtpCapabilities = z.infer<typeof RtpCapabilities>;

export const DtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  // An empty list once crashed a mediasoup worker (versatica/mediasoup#537).
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){19,63}$/),
      }),
    )
    .min(1)
    .max(limits.fingerprints),
});
export type DtlsParameters = z.infer<typeof DtlsParameters>;

export interface IceParameters {
  usernameFragment: string;
  password: string;
  iceLite?: boolean;
}

export interface IceCandidate {
  foundation: string;
  priority: number;
  address: string;
  ip: string;
  protocol: 'udp' | 'tcp';
  port: number;
  type: 'host' | 'srflx' | 'prflx' | 'relay';
  tcpType?: 'passive';
}

/** What `mediasoup-client` needs to build its side of a WebRTC transport. */
export interface TransportParameters {
  id: OpaqueId;
  iceParameters: IceParameters;
  iceCandidates: IceCandidate[];
  dtlsParameters: DtlsParameters;
}

/** What `mediasoup-client` needs to build a Consumer. A Consumer starts paused: see `resumeConsumer`. */
export interface ConsumerParameters {
  id: OpaqueId;
  producerId: OpaqueId;
  kind: MediaKind;
  rtpParameters: RtpParameters;
  /** `simulcast` offers quality layers, `simple` does not. */
  type: 'simple' | 'simulcast' | 'svc' | 'pipe';
  /** The producer is muted at the moment. */
  producerPaused: boolean;
}

/** A simulcast layer: 0 is the smallest picture. */
export const Layers = z.strictObject({
  spatialLayer: z.number().int().min(0).max(3),
  temporalLayer: z.number().int().min(0).max(3).optional(),
});
export type Layers = z.infer<typeof Layers>;
