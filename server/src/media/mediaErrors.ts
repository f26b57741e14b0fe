import { errors } from 'mediasoup';
import { AppError } from '../core/AppError.ts';

/**
 * Turns what mediasoup throws into an error with a code. mediasoup and its worker answer bad parameters with TypeError, unknown
 * codecs with UnsupportedError, and a worker that is gone with WorkerClosedError.
 */
export function toMediaError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof errors.UnsupportedError) return new AppError('unsupported_codec', { cause: error });
  if (error instanceof TypeError) return new AppError('invalid_request', { cause: error });
  // A handler that is not in the worker any more: the object was closed while the request was on its way.
  if (error instanceof errors.NotFoundError) return new AppError('not_found', { cause: error });
  if (error instanceof errors.WorkerClosedError) return new AppError('media_unavailable', { cause: error });
  return new AppError('internal', { cause: error });
}

/** As `toMediaError`, for requests whose content a client wrote: whatever the worker does not like about it is the client's error. */
export function toClientMediaError(error: unknown): AppError {
  const appError = toMediaError(error);
  return appError.code === 'internal' ? new AppError('invalid_request', { cause: error }) : appError;
}

/** Runs a mediasoup call and gives its errors a code. */
export async function withMediaErrors<T>(
  call: () => Promise<T>,
  translate: (error: unknown) => AppError = toMediaError,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translate(error);
  }
}
