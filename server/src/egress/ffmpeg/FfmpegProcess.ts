import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import { StderrTail } from './StderrTail.ts';

/** Why a child is gone. Its exit code decides nothing: ffmpeg exits 0 when its input has fallen silent. */
export type FfmpegEnd =
  | { kind: 'stopped' }
  | { kind: 'killed'; why: string }
  | { kind: 'exited'; code: number | null; signal: NodeJS.Signals | null }
  | { kind: 'spawn_failed'; cause: Error };

export type FfmpegState =
  | { name: 'starting' }
  | { name: 'running' }
  | { name: 'stopping'; because: { kind: 'stopped' } | { kind: 'killed'; why: string } }
  | { name: 'ended'; end: FfmpegEnd };

export interface FfmpegOptions {
  path: string;
  args: readonly string[];
  /** Written to stdin, which is then closed; `open` leaves it to `write`, and closes it with the owner's process at the latest. */
  stdin?: string | { open: true };
  clock: Clock;
  log: Logger;
  /** The child is killed when `markReady` has not been called by then. */
  readyDeadlineMs: number;
  onStdout?: (chunk: Buffer) => void;
  /** Called exactly once, when the child is gone and its output has been read to the end. */
  onEnded: (end: FfmpegEnd, stderrTail: readonly string[]) => void;
}

/** Time that a child has after each signal before the next, stronger one. */
const stopLadder: readonly { signal: NodeJS.Signals; graceMs: number }[] = [
  { signal: 'SIGINT', graceMs: 2000 },
  { signal: 'SIGTERM', graceMs: 1000 },
  { signal: 'SIGKILL', graceMs: 0 },
];

/** Owns one ffmpeg child. Whatever happens, it ends once, says why, and leaves no process behind. */
export class FfmpegProcess {
  readonly #options: FfmpegOptions;
  readonly #child: ChildProcess;
  readonly #disposables = new Disposables();
  readonly #stderr = new StderrTail();
  readonly #ended = Promise.withResolvers<FfmpegEnd>();
  #state: FfmpegState = { name: 'starting' };

  constructor(options: FfmpegOptions) {
    this.#options = options;
    this.#child = spawn(options.path, options.args, { stdio: ['pipe', 'pipe', 'pipe'], shell: false });
    this.#listen();
    const { readyDeadlineMs, clock } = options;
    const late = () => this.#state.name === 'starting' && this.kill('not ready in time');
    this.#disposables.add(clock.after(readyDeadlineMs, late));
    if (typeof options.stdin !== 'object') this.#child.stdin?.end(options.stdin ?? '');
  }

  get state(): FfmpegState {
    return this.#state;
  }

  /** What was written and the child has not read: whoever writes keeps it small. */
  get unreadBytes(): number {
    return this.#child.stdin?.writableLength ?? 0;
  }

  /** To an `open` stdin, in one go. What a child does not take because it is gone is dropped. */
  write(parts: readonly Buffer[]): void {
    const { stdin } = this.#child;
    if (!stdin?.writable) return;
    stdin.cork();
    for (const part of parts) stdin.write(part);
    stdin.uncork();
  }

  /** The end of an `open` stdin: the child works off what it has, and ends by itself. */
  endInput(): void {
    this.#child.stdin?.end();
  }

  /** The owner has seen output. */
  markReady(): void {
    if (this.#state.name === 'starting') this.#state = { name: 'running' };
  }

  /**
   * SIGINT, then SIGTERM and SIGKILL when that does not help. A child whose input says that it is over ends by itself within `graceMs`,
   * having read it all; SIGINT alone it would notice only with its next packet.
   */
  stop(graceMs = 0): Promise<FfmpegEnd> {
    if (this.#beginStop({ kind: 'stopped' })) {
      this.#disposables.add(this.#options.clock.after(graceMs, () => this.#climb(0)));
    }
    return this.#ended.promise;
  }

  /** For a child that hangs: no grace. */
  kill(why: string): void {
    if (this.#beginStop({ kind: 'killed', why })) this.#child.kill('SIGKILL');
  }

  #beginStop(because: Extract<FfmpegState, { name: 'stopping' }>['because']): boolean {
    if (this.#state.name === 'stopping' || this.#state.name === 'ended') return false;
    this.#state = { name: 'stopping', because };
    return true;
  }

  #climb(rung: number): void {
    const step = stopLadder[rung];
    if (!step || this.#state.name === 'ended') return;
    this.#child.kill(step.signal);
    this.#disposables.add(this.#options.clock.after(step.graceMs, () => this.#climb(rung + 1)));
  }

  #listen(): void {
    const child = this.#child;
    child.once('error', (cause) => child.pid === undefined && this.#end({ kind: 'spawn_failed', cause }));
    child.once('close', (code, signal) => this.#end({ kind: 'exited', code, signal }));
    child.stdout?.on('data', (chunk: Buffer) => this.#options.onStdout?.(chunk));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#stderr.push(text));
    // The child may be gone before it has read its input; that it is gone is told by 'close'.
    child.stdin?.on('error', () => {});
  }

  #end(how: FfmpegEnd): void {
    if (this.#state.name === 'ended') return;
    const end = this.#state.name === 'stopping' ? this.#state.because : how;
    this.#state = { name: 'ended', end };
    this.#disposables.dispose();
    this.#options.log.debug({ pid: this.#child.pid, end }, 'ffmpeg ended');
    this.#ended.resolve(end);
    this.#options.onEnded(end, this.#stderr.lines);
  }
}
