import type { z } from 'zod';
import { AppError } from '../core/AppError.ts';

const defaultTimeoutMs = 5000;
const maxAnswerBytes = 64 * 1024;
/** Of Node and its `fetch`: there was no connection that a request could have gone over. */
const connectErrors = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
];

export interface HostRequestInit extends RequestInit {
  timeoutMs?: number;
  /** Posted as JSON. */
  json?: object;
}

/** A host does not answer, or not as its documents say. */
export class HostUnavailable extends AppError {
  /** Nothing has reached it: asking again does nothing twice. */
  readonly isUnasked: boolean;

  constructor(cause: unknown, isUnasked = connectErrors.includes(String(errorCodeOf(cause)))) {
    // Not with its address: that holds a secret.
    super('host_unavailable', { cause });
    this.isUnasked = isUnasked;
  }
}

/** One call of a host's API. Never follows a redirect: it would take a secret along. @throws HostUnavailable */
export async function hostRequest<T extends z.ZodType>(
  url: URL,
  answer: T,
  { timeoutMs = defaultTimeoutMs, signal, json, ...init }: HostRequestInit = {},
): Promise<z.output<T>> {
  try {
    const timeout = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, {
      ...init,
      ...(json && posted(json)),
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = await response.text();
    if (text.length > maxAnswerBytes) throw new Error('the answer is too long');
    return answer.parse(JSON.parse(text));
  } catch (cause) {
    throw new HostUnavailable(cause);
  }
}

function posted(json: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  };
}

function errorCodeOf(error: unknown): unknown {
  const { cause, code } = error as { cause?: { code?: unknown }; code?: unknown };
  return cause?.code ?? code;
}
