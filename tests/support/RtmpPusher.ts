import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What an ffmpeg pushes: a moving picture and a tone, in real time. */
export interface PushedStream {
  /** ffmpeg's encoder arguments; `null`: no picture. */
  video?: readonly string[] | null;
  audio?: readonly string[] | null;
}

/** As OBS and phones send it where nobody has tuned them: no B-frames, a keyframe a second. */
const plainVideo = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-profile:v',
  'baseline',
  '-g',
  '25',
  '-bf',
  '0',
];
const plainAudio = ['-c:a', 'aac', '-b:a', '96k'];

/** A real ffmpeg that publishes over RTMP. Owns its process. */
export class RtmpPusher {
  readonly #child: ChildProcess;
  readonly exited: Promise<unknown>;
  #stderr = '';

  constructor(url: string, { video = plainVideo, audio = plainAudio }: PushedStream = {}) {
    const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25'];
    const sound = ['-re', '-f', 'lavfi', '-i', 'sine=440:r=48000'];
    const args = [
      ...['-hide_banner', '-nostdin', '-loglevel', 'error'],
      ...(video ? picture : []),
      ...(audio ? sound : []),
      ...(video ? ['-pix_fmt', 'yuv420p', ...video] : []),
      ...(audio ?? []),
      ...['-f', 'flv', url],
    ];
    this.#child = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.exited = once(this.#child, 'exit');
  }

  get stderr(): string {
    return this.#stderr;
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    if (!this.hasExited) await this.exited;
  }
}
