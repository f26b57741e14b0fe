import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What an ffmpeg pushes, in real time: by default a moving picture and a tone. */
export interface PushedStream {
  /** ffmpeg sources (lavfi). */
  picture?: string;
  sound?: string;
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

  constructor(url: string, stream: PushedStream = {}) {
    const { video = plainVideo, audio = plainAudio } = stream;
    const { picture = 'testsrc2=s=640x360:r=25', sound = 'sine=440:r=48000' } = stream;
    const input = (source: string) => ['-re', '-f', 'lavfi', '-i', source];
    const args = [
      ...['-hide_banner', '-nostdin', '-loglevel', 'error'],
      ...(video ? input(picture) : []),
      ...(audio ? input(sound) : []),
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
