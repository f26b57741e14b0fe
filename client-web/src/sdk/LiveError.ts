import {
  type ErrorCode,
  type ErrorDetails,
  type ErrorDetailsMap,
  errorCodes,
  isErrorCode,
  type Language,
  type WireError,
} from '@lianmai/shared';

/** Errors that arise in the client, beside the server's. Same shape as `errorCodes` of the protocol. */
export const clientErrorCodes = {
  camera_denied: {
    retryable: false,
    en: 'The browser may not use the camera. Allow it in the address bar.',
    zh: '浏览器没有摄像头权限，请在地址栏中允许。',
  },
  microphone_denied: {
    retryable: false,
    en: 'The browser may not use the microphone. Allow it in the address bar.',
    zh: '浏览器没有麦克风权限，请在地址栏中允许。',
  },
  screen_denied: { retryable: true, en: 'Screen sharing was not allowed.', zh: '未允许屏幕共享。' },
  camera_busy: {
    retryable: true,
    en: 'Another application is using the camera.',
    zh: '摄像头正被其他应用占用。',
  },
  microphone_busy: {
    retryable: true,
    en: 'Another application is using the microphone.',
    zh: '麦克风正被其他应用占用。',
  },
  no_device: { retryable: true, en: 'No such camera or microphone was found.', zh: '未找到摄像头或麦克风。' },
  insecure_context: {
    retryable: false,
    en: 'Camera and microphone need HTTPS (or localhost).',
    zh: '摄像头和麦克风需要通过 HTTPS（或 localhost）访问。',
  },
  unsupported_browser: {
    retryable: false,
    en: 'This browser cannot do live video.',
    zh: '当前浏览器不支持直播。',
  },
  network: { retryable: true, en: 'The server cannot be reached.', zh: '无法连接服务器。' },
  timeout: { retryable: true, en: 'The server did not answer in time.', zh: '服务器响应超时。' },
  playback_failed: { retryable: true, en: 'The stream does not play.', zh: '直播流播放失败。' },
  notices_denied: {
    retryable: false,
    en: 'The browser may not show notifications. Allow them in its settings for this page.',
    zh: '浏览器未允许通知，请在本站的浏览器设置中开启。',
  },
  push_failed: {
    retryable: true,
    en: 'The push service of this browser cannot be reached.',
    zh: '无法连接浏览器的推送服务。',
  },
  aborted: { retryable: true, en: 'Cancelled.', zh: '已取消。' },
} as const;

export type ClientErrorCode = keyof typeof clientErrorCodes;
/** Every code a `LiveError` can carry; use it as the key of a translation. */
export type LiveErrorCode = ErrorCode | ClientErrorCode;

interface LiveErrorOptions {
  cause?: unknown;
  fields?: { path: string; message: string }[];
  message?: string;
  retryable?: boolean;
  details?: ErrorDetails;
  retryAfterMs?: number;
}

/** The only error the SDK throws: a code to translate and to branch on, and whether trying again may help. */
export class LiveError extends Error {
  override readonly name = 'LiveError';
  readonly code: LiveErrorCode;
  readonly retryable: boolean;
  /** For `invalid_request`: which field is wrong and why. */
  readonly fields: { path: string; message: string }[];
  readonly #details: ErrorDetails | undefined;
  /** When it may be worth trying again, where the server says so. */
  readonly retryAfterMs: number | null;

  constructor(code: LiveErrorCode, options: LiveErrorOptions = {}) {
    super(options.message ?? describe(code).en, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? describe(code).retryable;
    this.fields = options.fields ?? [];
    this.#details = options.details;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  /** What an error of this code says beside it: until when one is muted, and why. Null for another code. */
  detailsOf<C extends keyof ErrorDetailsMap>(code: C): ErrorDetailsMap[C] | null {
    return this.code === code && this.#details ? (this.#details as ErrorDetailsMap[C]) : null;
  }

  /** The server's answer. A code that this client does not know (a newer server) becomes `internal`. */
  static fromWire(wire: WireError): LiveError {
    return new LiveError(isErrorCode(wire.code) ? wire.code : 'internal', wire);
  }

  /** Anything thrown: itself if it is a LiveError already, else `fallback` with the original as its cause. */
  static from(error: unknown, fallback: LiveErrorCode = 'internal'): LiveError {
    return error instanceof LiveError ? error : new LiveError(fallback, { cause: error });
  }
}

/** One sentence for people. */
export function describeError(code: LiveErrorCode, language: Language): string {
  return describe(code)[language];
}

function describe(code: LiveErrorCode): { retryable: boolean; en: string; zh: string } {
  return isErrorCode(code) ? errorCodes[code] : clientErrorCodes[code];
}
