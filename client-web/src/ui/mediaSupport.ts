export type PublishSupport = 'ok' | 'insecure' | 'unsupported';

/** Whether this page could go live at all, before anybody is asked for a camera. */
export function publishSupport(): PublishSupport {
  if (typeof RTCPeerConnection === 'undefined') return 'unsupported';
  if (!globalThis.isSecureContext) return 'insecure';
  return typeof navigator.mediaDevices?.getUserMedia === 'function' ? 'ok' : 'unsupported';
}

/** Whether one of our protocols could play here: WebRTC, or FLV and HLS through Media Source, or HLS by the browser itself. */
export function canPlayAnything(): boolean {
  if (typeof RTCPeerConnection !== 'undefined') return true;
  if ('MediaSource' in globalThis || 'ManagedMediaSource' in globalThis) return true;
  return document.createElement('video').canPlayType('application/vnd.apple.mpegurl') !== '';
}
