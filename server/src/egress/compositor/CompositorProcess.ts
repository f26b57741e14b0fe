import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import { StderrTail } from '../ffmpeg/StderrTail.ts';
import type { CompositorReport, CompositorRequest, CompositorSetup } from './protocol.ts';

/** Why a compositor is gone. */
export type CompositorEnd =
  | { kind: 'stopped' }
  | { kind: 'killed'; why: string }
  | { kind: 'exited'; code: number | null; signal: NodeJS.Signals | null }
  | { kind: 'spawn_failed'; cause: Error };

export type CompositorState =
  | { name: 'starting' }
  /** Everybody's picture is there; it has not been told to begin. */
  | { name: 'ready' }
  | { name: 'running' }
  | { name: 'stopping'; because: Extract<CompositorEnd, { kind: 'stopped' | 'killed' }> }
  | { name: 'ended'; end: CompositorEnd };

export interface CompositorProcessOptions {
  setup: CompositorSetup;
  clock: Clock;
  log: Logger;
  /** What the child runs; ours by default. */
  modulePath?: string | undefined;
  /** Also while it is stopping, until it has ended. */
  onReport: (report: CompositorReport) => void;
  /** Exactly once, when the child is gone and all that it said has been read. */
  onEnded: (end: CompositorEnd) => void;
}

const readyDeadlineMs = 12_000;
/**
 * It reports once a second, and gives a picture every 40 ms: one that does neither for so long has stopped. Longer than it takes itself to
 * notice that its encoder has (1.5 s) and to say so.
 */
const hungAfterMs = 3000;
/** One that is busy replacing its encoder gets this much since its last tag. */
const longestRecoveryMs = 6000;
/** Its encoder gets longer for its first picture. */
const firstTagMs = 4000;
const watchdogMs = 500;
/** Time that a child has after each step before the next, stronger one. */
const stopLadder: readonly { signal: NodeJS.Signals | 'finish'; graceMs: number }[] = [
  { signal: 'finish', graceMs: 1500 },
  { signal: 'SIGTERM', graceMs: 1000 },
  { signal: 'SIGKILL', graceMs: 0 },
];
/** The channel of a child that has gone is read to its end by then. */
const lastWordsMs = 1000;

const reportTypes: ReadonlySet<unknown> = new Set<CompositorReport['type']>([
  'personOpened',
  'keyFrameWanted',
  'ready',
  'config',
  'tag',
  'layoutInForce',
  'stats',
]);

/**
 * The server's hand on one compositor, which is a process of its own. Whatever happens to it, a hang included, it ends once, says why,
 * and leaves no process behind.
 */
export class CompositorProcess {
  readonly #options: CompositorProcessOptions;
  readonly #child: ChildProcess;
  readonly #disposables = new Disposables();
  readonly #stderr = new StderrTail();
  readonly #ended = Promise.withResolvers<CompositorEnd>();
  #state: CompositorState = { name: 'starting' };
  #lastHeardMs: number;
  /** When a tag has to have come by. */
  #tagDueMs: number;
  #lastTagMs: number;
  #restartsSeen = 0;
  #lastLookMs: number;

  constructor(options: CompositorProcessOptions) {
    this.#options = options;
    const { clock, setup } = options;
    this.#lastHeardMs = this.#lastTagMs = this.#tagDueMs = this.#lastLookMs = clock.nowMs();
    this.#child = fork(options.modulePath ?? join(import.meta.dirname, 'main.ts'), [options.log.level], {
      serialization: 'advanced',
      execArgv: [],
      // Its log goes where ours goes by default.
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    this.#listen();
    const late = () => this.#state.name === 'starting' && this.kill('not ready in time');
    this.#disposables.add(clock.after(readyDeadlineMs, late));
    this.#disposables.add(clock.every(watchdogMs, () => this.#killIfHung()));
    this.send({ type: 'setUp', ...setup });
  }

  get state(): CompositorState {
    return this.#state;
  }

  /** What is sent to one that is gone is lost; that it is gone is told by `onEnded`. */
  send(request: CompositorRequest): void {
    if (this.#child.connected) this.#child.send(request, () => {});
  }

  begin(atMs: number): void {
    if (this.#state.name !== 'ready') return;
    this.#state = { name: 'running' };
    this.#lastTagMs = this.#options.clock.nowMs();
    this.#tagDueMs = this.#lastTagMs + firstTagMs;
    this.send({ type: 'begin', atMs });
  }

  /** Lets it give out what it holds; then SIGTERM and SIGKILL when it does not end by itself. */
  stop(): Promise<CompositorEnd> {
    if (this.#beginStop({ kind: 'stopped' })) this.#climb(0);
    return this.#ended.promise;
  }

  /** For one that hangs or whose output is of no use: no grace. */
  kill(why: string): void {
    if (this.#beginStop({ kind: 'killed', why })) this.#child.kill('SIGKILL');
  }

  #beginStop(because: Extract<CompositorState, { name: 'stopping' }>['because']): boolean {
    if (this.#state.name === 'stopping' || this.#state.name === 'ended') return false;
    this.#state = { name: 'stopping', because };
    return true;
  }

  #climb(rung: number): void {
    const step = stopLadder[rung];
    if (!step || this.#state.name === 'ended') return;
    if (step.signal === 'finish') this.send({ type: 'finish' });
    else this.#child.kill(step.signal);
    this.#disposables.add(this.#options.clock.after(step.graceMs, () => this.#climb(rung + 1)));
  }

  #listen(): void {
    const child = this.#child;
    child.on('message', (message) => this.#receive(message));
    child.on('error', (cause) => child.pid === undefined && this.#end({ kind: 'spawn_failed', cause }));
    child.once('close', (code, signal) => this.#end({ kind: 'exited', code, signal }));
    child.once('exit', (code, signal) => {
      const end = () => this.#end({ kind: 'exited', code, signal });
      this.#disposables.add(this.#options.clock.after(lastWordsMs, end));
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#stderr.push(text));
  }

  #receive(message: unknown): void {
    if (this.#state.name === 'ended' || !isReport(message)) return;
    this.#lastHeardMs = this.#options.clock.nowMs();
    if (message.type === 'tag') this.#expectTag(this.#lastHeardMs);
    if (message.type === 'stats') this.#noteRestarts(message.stats.restarts);
    if (message.type === 'ready' && this.#state.name === 'starting') this.#state = { name: 'ready' };
    if (this.#state.name === 'stopping' && this.#state.because.kind === 'killed') return;
    this.#options.onReport(message);
  }

  #expectTag(lastTagMs: number): void {
    this.#lastTagMs = lastTagMs;
    this.#tagDueMs = lastTagMs + hungAfterMs;
  }

  /** It helps itself: that takes less time than to begin again. */
  #noteRestarts(restarts: number): void {
    if (restarts > this.#restartsSeen) {
      const dueMs = Math.min(this.#lastTagMs + longestRecoveryMs, this.#lastHeardMs + hungAfterMs);
      this.#tagDueMs = Math.max(this.#tagDueMs, dueMs);
    }
    this.#restartsSeen = restarts;
  }

  /** One that is only starting has its own deadline. */
  #killIfHung(): void {
    const nowMs = this.#options.clock.nowMs();
    const wasStalled = nowMs - this.#lastLookMs > 2 * watchdogMs;
    this.#lastLookMs = nowMs;
    // It is we who did not listen: what the child has said since then is still to be read.
    if (wasStalled) {
      this.#lastHeardMs = nowMs;
      this.#tagDueMs = Math.max(this.#tagDueMs, nowMs + hungAfterMs);
    } else if (this.#state.name === 'running' && nowMs > this.#tagDueMs) this.kill('no output');
    else if (this.#state.name === 'ready' && nowMs - this.#lastHeardMs > hungAfterMs)
      this.kill('no sign of life');
  }

  #end(how: CompositorEnd): void {
    if (this.#state.name === 'ended') return;
    const end = this.#state.name === 'stopping' ? this.#state.because : how;
    this.#state = { name: 'ended', end };
    this.#disposables.dispose();
    const { log, onEnded } = this.#options;
    const details = { pid: this.#child.pid, end, stderrTail: this.#stderr.lines };
    if (end.kind === 'stopped') log.debug(details, 'compositor ended');
    else log.warn(details, 'compositor ended by itself');
    this.#ended.resolve(end);
    onEnded(end);
  }
}

/** The child is ours: what it says needs no more than to be ours. */
function isReport(message: unknown): message is CompositorReport {
  return (
    typeof message === 'object' && message !== null && 'type' in message && reportTypes.has(message.type)
  );
}
