import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../core/Clock.ts';
import { silentLogger } from '../../core/logger.ts';
import { type FfmpegEnd, FfmpegProcess } from './FfmpegProcess.ts';

/** Node stands in for ffmpeg: what is tested is the supervision. */
function run(script: string, readyDeadlineMs = 5000) {
  const ends: FfmpegEnd[] = [];
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<{ end: FfmpegEnd; stderrTail: readonly string[] }>();
  const child = new FfmpegProcess({
    path: process.execPath,
    args: ['-e', script],
    stdin: 'input',
    clock: new SystemClock(),
    log: silentLogger(),
    readyDeadlineMs,
    onStdout: () => {
      child.markReady();
      ready.resolve();
    },
    onEnded: (end, stderrTail) => {
      ends.push(end);
      ended.resolve({ end, stderrTail });
    },
  });
  return { child, ends, ready: ready.promise, ended: ended.promise };
}

const forever = 'console.log("on"); setInterval(() => {}, 1000);';

describe('a child', () => {
  it('is stopped with SIGINT and ends once', async () => {
    const { child, ends, ready } = run(forever);
    await ready;
    expect(child.state.name).toBe('running');
    await Promise.all([child.stop(), child.stop()]);
    expect(ends).toEqual([{ kind: 'stopped' }]);
    await child.stop();
    expect(ends).toHaveLength(1);
  });

  it('that ignores SIGINT gets SIGTERM', async () => {
    const { child, ready } = run(`process.on('SIGINT', () => {}); ${forever}`);
    await ready;
    expect(await child.stop()).toEqual({ kind: 'stopped' });
  });

  it('that gives nothing in time is killed', async () => {
    const { ended } = run('setInterval(() => {}, 1000)', 100);
    expect((await ended).end).toEqual({ kind: 'killed', why: 'not ready in time' });
  });

  it('that ends by itself says how, with its last lines', async () => {
    const { ended } = run('for (let i = 0; i < 80; i++) console.error("line " + i); process.exitCode = 3;');
    const { end, stderrTail } = await ended;
    expect(end).toEqual({ kind: 'exited', code: 3, signal: null });
    expect(stderrTail).toHaveLength(50);
    expect(stderrTail.at(-1)).toBe('line 79');
  });

  it('reads its input', async () => {
    const { ended } = run('process.stdin.on("data", (d) => console.error("got " + d))');
    expect((await ended).stderrTail).toEqual(['got input']);
  });

  it('reads an open input as it is written, until its end', async () => {
    const seen: string[] = [];
    const ended = Promise.withResolvers<FfmpegEnd>();
    const child = new FfmpegProcess({
      path: process.execPath,
      args: ['-e', 'process.stdin.pipe(process.stdout)'],
      stdin: { open: true },
      clock: new SystemClock(),
      log: silentLogger(),
      readyDeadlineMs: 5000,
      onStdout: (chunk) => {
        seen.push(chunk.toString());
        child.markReady();
        child.endInput();
      },
      onEnded: (end) => ended.resolve(end),
    });
    child.write([Buffer.from('a'), Buffer.from('b')]);
    expect(await ended.promise).toEqual({ kind: 'exited', code: 0, signal: null });
    expect(seen.join('')).toBe('ab');
    child.write([Buffer.from('too late')]);
  });

  it('that does not read its input shows what waits, and that goes with it', async () => {
    const ended = Promise.withResolvers<FfmpegEnd>();
    const child = new FfmpegProcess({
      path: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      stdin: { open: true },
      clock: new SystemClock(),
      log: silentLogger(),
      readyDeadlineMs: 5000,
      onEnded: (end) => ended.resolve(end),
    });
    child.write([Buffer.alloc(4 << 20)]);
    expect(child.unreadBytes).toBeGreaterThan(1 << 20);
    child.kill('hung');
    expect(await ended.promise).toEqual({ kind: 'killed', why: 'hung' });
  });

  it('that cannot be started says so', async () => {
    const ends: FfmpegEnd[] = [];
    const ended = Promise.withResolvers<FfmpegEnd>();
    new FfmpegProcess({
      path: '/nonexistent/ffmpeg',
      args: [],
      clock: new SystemClock(),
      log: silentLogger(),
      readyDeadlineMs: 1000,
      onEnded: (end) => {
        ends.push(end);
        ended.resolve(end);
      },
    });
    expect((await ended.promise).kind).toBe('spawn_failed');
    expect(ends).toHaveLength(1);
  });
});
