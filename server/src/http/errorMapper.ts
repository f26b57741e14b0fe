import type { ErrorRequestHandler } from 'express';
import { AppError } from '../core/AppError.ts';
import { languageOf } from '../core/language.ts';
import type { Logger } from '../core/logger.ts';

/** The one place where an error becomes an HTTP answer: `{ error: { code, message, retryable, fields? } }`. */
export function errorMapper(log: Logger): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const error = toAppError(thrown);
    if (error.status >= 500 && error.code !== 'draining') {
      log.error(
        { err: error.cause ?? error, method: request.method, path: pathForLog(request.path) },
        'request failed',
      );
    }
    if (response.headersSent) {
      next(thrown);
      return;
    }
    const retryAfterMs = error.retryAfterMs ?? (error.status === 503 ? 2000 : undefined);
    if (retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1000));
    const wire = error.toWire(languageOf(request.headers['accept-language']));
    response.status(error.status).json({ error: wire });
  };
}

// The token of a signed media address is a secret.
function pathForLog(path: string): string {
  return path.replace(/^\/live\/t\/[^/]+/u, '/live/t/…');
}

// body-parser and express's router throw http-errors with a status of their own.
function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const status = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined;
  if (status === 413) return new AppError('payload_too_large', { cause: thrown });
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new AppError('invalid_request', {
      cause: thrown,
      fields: [
        { path: '', message: status === 400 ? 'is not valid JSON or not a valid URL' : 'is not acceptable' },
      ],
    });
  }
  return new AppError('internal', { cause: thrown });
}
