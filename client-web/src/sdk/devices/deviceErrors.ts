import { LiveError } from '../LiveError.ts';

export type DeviceKind = 'camera' | 'microphone' | 'screen';

/** What `getUserMedia` and `getDisplayMedia` throw, as an error that a user can be told about. */
export function deviceError(kind: DeviceKind, cause: unknown): LiveError {
  if (cause instanceof LiveError) return cause;
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
    case 'PermissionDeniedError':
      return new LiveError(`${kind}_denied`, { cause });
    case 'NotFoundError':
    case 'OverconstrainedError':
    case 'DevicesNotFoundError':
      return new LiveError('no_device', { cause });
    case 'NotReadableError':
    case 'AbortError':
    case 'TrackStartError':
      return new LiveError(kind === 'screen' ? 'screen_denied' : `${kind}_busy`, { cause });
    case 'TypeError':
      return new LiveError('unsupported_browser', { cause });
    default:
      return new LiveError(kind === 'screen' ? 'screen_denied' : 'no_device', { cause });
  }
}

/** Devices exist only in pages that came over HTTPS or from this machine. */
export function mediaDevices(): MediaDevices {
  if (globalThis.isSecureContext === false) throw new LiveError('insecure_context');
  const devices = globalThis.navigator?.mediaDevices;
  if (!devices) throw new LiveError('unsupported_browser');
  return devices;
}
