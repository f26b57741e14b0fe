import {
  type ErrorCode,
  type ErrorDetails,
  type ErrorDetailsMap,
  errorCodes,
  type Language,
  type WireError,
} from '@lianmai/shared';
import type { FieldError } from './fieldErrors.ts';

export interface AppErrorOptions {
  /** For logs only: never sent to a client. */
  detail?: string;
  cause?: unknown;
  fields?: FieldError[];
  /** For the client, beside the code: see `ErrorDetailsMap`. */
  details?: ErrorDetails;
  /** When it may be worth trying again. */
  retryAfterMs?: number;
}

/** An error with a code that clients know. Everything else that is thrown becomes `internal` outside and is logged whole. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[] | undefined;
  readonly details: ErrorDetails | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ?? errorCodes[code].en, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields;
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** For a code that says more than its sentence. */
  static withDetails<C extends keyof ErrorDetailsMap>(code: C, details: ErrorDetailsMap[C]): AppError {
    return new AppError(code, { details });
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }

  get status(): number {
    return errorCodes[this.code].status;
  }

  toWire(language: Language): WireError {
    const { retryable } = errorCodes[this.code];
    return {
      code: this.code,
      message: errorCodes[this.code][language],
      retryable,
      ...(this.fields && { fields: this.fields.map((field) => fieldIn(language, field)) }),
      ...(this.details && { details: this.details }),
      ...(this.retryAfterMs !== undefined && { retryAfterMs: Math.ceil(this.retryAfterMs) }),
    };
  }

  /** The error itself when it is ours, else `internal` with the original as its cause. */
  static from(error: unknown): AppError {
    return error instanceof AppError ? error : new AppError('internal', { cause: error });
  }
}

function fieldIn(language: Language, { path, message, ...others }: FieldError) {
  return { path, message: language === 'en' ? message : (others[language] ?? message) };
}
