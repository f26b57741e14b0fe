import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { FfmpegProcess } from './FfmpegProcess.ts';

/** Starts an ffmpeg that sends media somewhere and gives no output to read: it counts as running at once. */
export function startSourceProcess(options: {
  path: string;
  args: readonly string[];
  clock: Clock;
  log: Logger;
}): { ended: Promise<{ reason: string }>; stop(): Promise<void> } {
  const ended = Promise.withResolvers<{ reason: string }>();
  const ffmpeg = new FfmpegProcess({
    ...options,
    readyDeadlineMs: 1000,
    onEnded: (end, stderrTail) => {
      if (end.kind !== 'stopped')
        options.log.warn({ end, stderr: stderrTail.slice(-5) }, 'media source ended');
      ended.resolve({ reason: end.kind });
    },
  });
  ffmpeg.markReady();
  return {
    ended: ended.promise,
    stop: async () => {
      await ffmpeg.stop();
    },
  };
}
