import {
  type ConsumerParameters,
  type MediaKind,
  type RtpCapabilities,
  RtpParameters,
} from '@lianmai/shared';
import { getSupportedRtpCapabilities, type types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import { mimeKind, videoOrientationUri } from './codecs.ts';

const knownUris = new Set<string>(
  (getSupportedRtpCapabilities().headerExtensions ?? [])
    .map(({ uri }) => uri)
    .filter((uri) => uri !== videoOrientationUri),
);

function isKnownUri(uri: string): uri is types.RtpHeaderExtensionUri {
  return knownUris.has(uri);
}

// mediasoup accepts L99T99 and counts layers in 8 bits; no encoder of ours has more than four of either.
const scalabilityMode = /^[LS][1-4]T[1-4](_KEY)?$/;

/**
 * What a client sent as a Producer's parameters, in mediasoup's terms. Extensions that routers do not know are dropped, and so is
 * video orientation, which a client of its own making might send.
 * @throws AppError `invalid_request` for what mediasoup itself does not look at
 */
export function producerParameters(kind: MediaKind, parameters: RtpParameters): types.RtpParameters {
  for (const { mimeType } of parameters.codecs) {
    if (mimeKind(mimeType) !== kind) throw invalid(`${mimeType} is not ${kind}`);
  }
  if (kind === 'audio' && parameters.encodings.length > 1) throw invalid('several encodings of audio');
  const { headerExtensions = [], encodings, ...rest } = parameters;
  return {
    ...rest,
    headerExtensions: headerExtensions.flatMap(({ uri, ...extension }) =>
      isKnownUri(uri) ? [{ ...extension, uri }] : [],
    ),
    encodings: encodings.map(producerEncoding),
  };
}

function producerEncoding(encoding: RtpParameters['encodings'][number]): types.RtpEncodingParameters {
  if (encoding.scalabilityMode !== undefined && !scalabilityMode.test(encoding.scalabilityMode)) {
    throw invalid('scalabilityMode');
  }
  const { scaleResolutionDownBy: _onlyForTheEncoder, ...known } = encoding;
  return known;
}

/** What a client says it can receive, in mediasoup's terms. */
export function receiverCapabilities({ codecs, headerExtensions }: RtpCapabilities): types.RtpCapabilities {
  return {
    // Consumers use the router's payload types, never the receiver's; the type only wants a number there.
    codecs: codecs.map((codec) => ({ ...codec, preferredPayloadType: codec.preferredPayloadType ?? 0 })),
    headerExtensions: headerExtensions.flatMap(({ uri, ...extension }) =>
      isKnownUri(uri) ? [{ ...extension, uri }] : [],
    ),
  };
}

/**
 * What a client needs to build its end of a consumer.
 * @param producerId as the room knows it: the consumer itself names the producer's twin on its router
 */
export function consumerParameters(consumer: types.Consumer, producerId: string): ConsumerParameters {
  const { id, kind, type, producerPaused } = consumer;
  return {
    id,
    producerId,
    kind,
    type,
    producerPaused,
    rtpParameters: RtpParameters.parse(consumer.rtpParameters),
  };
}

function invalid(detail: string): AppError {
  return new AppError('invalid_request', { detail: `rtpParameters: ${detail}` });
}
