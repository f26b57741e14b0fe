import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { FfmpegProcess } from './FfmpegProcess.ts';

/** What has been read is sent; more than a moment it does not take. */
const inputEndGraceMs = 300;

interface SourceOptions {
  path: string;
  args: readonly string[];
  /** As `FfmpegOptions`. */
  stdin?: { open: true };
  clock: Clock;
  log: Logger;
}

interface Source {
  ended: Promise<{ reason: string }>;
  /** Written to an open stdin and not yet read. */
  readonly unreadBytes: number;
  write(parts: readonly Buffer[]): void;
  stop(): Promise<void>;
}

/** Starts an ffmpeg that sends media somewhere and gives no output to read: it counts as running at once. */
export function startSourceProcess(options: SourceOptions): Source {
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
    get unreadBytes() {
      return ffmpeg.unreadBytes;
    },
    write: (parts) => ffmpeg.write(parts),
    stop: async () => {
      // Of a signal alone it would know only with its next input, which does not come any more.
      ffmpeg.endInput();
      await ffmpeg.stop(options.stdin ? inputEndGraceMs : 0);
    },
  };
}
