import { type ErrorCode, errorCodes, type Language, type WireError } from '@lianmai/shared';

export interface AppErrorOptions {
  /** For logs only: never sent to a client. */
  detail?: string;
  cause?: unknown;
  fields?: { path: string; message: string }[];
}

/** An error with a code that clients know. Everything else that is thrown becomes `internal` outside and is logged whole. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: { path: string; message: string }[] | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ?? errorCodes[code].en, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }

  toWire(language: Language): WireError {
    const { retryable } = errorCodes[this.code];
    const wire: WireError = { code: this.code, message: errorCodes[this.code][language], retryable };
    return this.fields ? { ...wire, fields: this.fields } : wire;
  }

  /** The error itself when it is ours, else `internal` with the original as its cause. */
  static from(error: unknown): AppError {
    return error instanceof AppError ? error : new AppError('internal', { cause: error });
  }
}
