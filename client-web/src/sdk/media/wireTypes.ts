import { RtpCapabilities, type RtpParameters } from '@lianmai/shared';
import type { types } from 'mediasoup-client';

/*
 * The protocol describes RTP objects as mediasoup does, only that header extension URIs are any string there and a closed list in
 * mediasoup-client's types. At run time mediasoup-client accepts what it does not know; hence the only two casts.
 */

export function routerCapabilities(wire: RtpCapabilities): types.RtpCapabilities {
  return wire as types.RtpCapabilities;
}

export function consumerParameters(wire: RtpParameters): types.RtpParameters {
  return wire as types.RtpParameters;
}

/** Our receiving capabilities, as `subscribe` sends them. */
export function recvCapabilities(capabilities: types.RtpCapabilities): RtpCapabilities {
  return RtpCapabilities.parse(capabilities);
}
