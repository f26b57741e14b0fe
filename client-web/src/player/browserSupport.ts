import type { LadderProtocol } from './types.ts';

const h264WithAac = 'video/mp4; codecs="avc1.42E01F,mp4a.40.2"';

/** What this browser can play, whatever the room offers. */
export function supportedProtocols(): LadderProtocol[] {
  const hasMediaSource = canUseMediaSource();
  const hasNativeHls = document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== '';
  return [
    ...(typeof RTCPeerConnection === 'undefined' ? [] : (['webrtc'] as const)),
    ...(hasMediaSource ? (['flv', 'llhls'] as const) : []),
    ...(hasMediaSource || hasNativeHls ? (['hls'] as const) : []),
  ];
}

function canUseMediaSource(): boolean {
  const source: unknown =
    Reflect.get(globalThis, 'ManagedMediaSource') ?? Reflect.get(globalThis, 'MediaSource');
  if (typeof source !== 'function' || !('isTypeSupported' in source)) return false;
  const { isTypeSupported } = source;
  return typeof isTypeSupported === 'function' && isTypeSupported.call(source, h264WithAac) === true;
}
