import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

interface PushedFormat {
  videoWidth: number;
  videoHeight: number;
  enableCamera: boolean;
  enableMic: boolean;
}

/** An ffmpeg that publishes what a phone's camera and microphone would: no B-frames, a keyframe every two seconds. */
export class PusherProcess {
  readonly #child: ChildProcess;
  /** Whether the server took the stream; false where it ended before. */
  readonly published: Promise<boolean>;
  readonly exited: Promise<unknown>;

  constructor(url: string, { videoWidth, videoHeight, enableCamera, enableMic }: PushedFormat) {
    const picture = ['-re', '-f', 'lavfi', '-i', `testsrc2=s=${videoWidth}x${videoHeight}:r=15`];
    const sound = ['-re', '-f', 'lavfi', '-i', 'sine=440:r=48000'];
    const encoder =
      '-c:v libx264 -preset ultrafast -profile:v baseline -pix_fmt yuv420p -g 30 -bf 0 -b:v 400k'.split(' ');
    const args = [
      ...'-hide_banner -nostdin -loglevel error -stats_period 0.2 -progress pipe:1'.split(' '),
      ...(enableCamera ? picture : []),
      ...(enableMic ? sound : []),
      ...(enableCamera ? encoder : []),
      ...(enableMic ? ['-c:a', 'aac', '-b:a', '48k'] : []),
      ...['-f', 'flv', url],
    ];
    this.#child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.exited = once(this.#child, 'exit');
    this.published = Promise.race([this.#hasSent(), this.exited.then(() => false)]);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** It writes only after the server has accepted `publish`. */
  #hasSent(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#child.stdout?.on('data', (report: Buffer) => {
        const sent = /total_size=(\d+)/u.exec(report.toString());
        if (Number(sent?.[1] ?? 0) > 1000) resolve(true);
      });
    });
  }
}
