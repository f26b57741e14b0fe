import type { Clock } from '../../core/Clock.ts';
import type { Logger } from '../../core/logger.ts';
import { FfmpegProcess } from '../ffmpeg/FfmpegProcess.ts';
import { stillArgs } from '../ffmpeg/stillArgs.ts';
import { MatroskaWriter } from '../matroska/MatroskaWriter.ts';
import type { EncodedPicture } from './EncodedPicture.ts';

/** A picture takes some ten milliseconds. */
const deadlineMs = 5000;
const maxBytes = 2 << 20;

export interface StillOptions {
  pictures: readonly EncodedPicture[];
  ffmpegPath: string;
  clock: Clock;
  log: Logger;
}

/** Makes one JPEG of keyframes, with one short ffmpeg. @throws when there is nothing to see in them */
export function makeStill({ pictures, ffmpegPath, clock, log }: StillOptions): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  const ffmpeg = new FfmpegProcess({
    path: ffmpegPath,
    args: stillArgs(pictures.length),
    stdin: { open: true },
    clock,
    log,
    readyDeadlineMs: deadlineMs,
    onStdout: (chunk) => {
      length += chunk.length;
      if (length > maxBytes) ffmpeg.kill('too large a still');
      else chunks.push(chunk);
    },
    onEnded: (end, stderrTail) => {
      const jpeg = Buffer.concat(chunks);
      // What came out decides, not how it ended.
      if (isJpeg(jpeg)) resolve(jpeg);
      else reject(new Error(`no still: ${end.kind}, ${stderrTail.slice(-3).join(' | ')}`));
    },
  });
  const writer = new MatroskaWriter();
  const tracks = pictures.map(({ track }, i) => ({ ...track, number: i + 1 }));
  const blocks = pictures.flatMap(({ payload }, i) =>
    writer.block({ track: i + 1, timestampMs: 0, isKeyframe: true, payload }),
  );
  ffmpeg.write([writer.header(tracks), ...blocks]);
  ffmpeg.endInput();
  return promise;
}

/** From its first marker to its last. */
function isJpeg(bytes: Buffer): boolean {
  return (
    bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8 && bytes.readUInt16BE(bytes.length - 2) === 0xffd9
  );
}
