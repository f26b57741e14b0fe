import type { z } from 'zod';
import { AppError } from '../core/AppError.ts';

const timeoutMs = 5000;
const maxAnswerBytes = 64 * 1024;

/** One call of a host's API. Never follows a redirect: it would take a secret along. @throws AppError `host_unavailable` */
export async function hostRequest<T extends z.ZodType>(
  url: URL,
  answer: T,
  init: RequestInit = {},
): Promise<z.output<T>> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const text = await response.text();
    if (text.length > maxAnswerBytes) throw new Error('the answer is too long');
    return answer.parse(JSON.parse(text));
  } catch (cause) {
    // Not with its address: that holds the secret.
    throw new AppError('host_unavailable', { cause });
  }
}
