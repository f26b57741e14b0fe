import { LiveError } from '../LiveError.ts';

export interface RetryOptions {
  /** False stops trying: the owner is gone or does not want it any more. */
  isWanted: () => boolean;
  firstDelayMs?: number;
  maxDelayMs?: number;
}

/** Tries until it works, the failure is final, or it is not wanted any more (`aborted`); waits longer after every failure. */
export async function retrying<T>(action: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { isWanted, firstDelayMs = 250, maxDelayMs = 3000 } = options;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(maxDelayMs, delayMs * 2)) {
    if (!isWanted()) throw new LiveError('aborted');
    try {
      return await action();
    } catch (error) {
      if (!LiveError.from(error).retryable || !isWanted()) throw error;
      await delay(delayMs * (0.75 + Math.random() / 2));
    }
  }
}

export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
