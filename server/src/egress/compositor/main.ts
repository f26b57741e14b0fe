import { pino } from 'pino';
import { assertNever } from '../../core/assertNever.ts';
import { SystemClock } from '../../core/Clock.ts';
import type { LogLevel } from '../../core/logger.ts';
import { Compositor } from './Compositor.ts';
import { Person } from './person/Person.ts';
import type { CompositorReport, CompositorRequest, CompositorSetup } from './protocol.ts';
import { parseRequest } from './requests.ts';

/*
 * The compositor's process: forked by the server with `serialization: 'advanced'`, its log level as the only argument,
 * its log on the standard error. It lives as
 * long as the channel to its parent, or until `finish`; nobody else tells it anything.
 */

const levels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];
/** A parent that reads nothing for this many messages (about ten seconds) is better served by a new compositor. */
const mostUnread = 1000;

const level = levels.find((name) => name === process.argv[2]) ?? 'warn';
const log = pino({ level, base: { part: 'compositor' } }, pino.destination(2));
const clock = new SystemClock();
let compositor: Compositor | null = null;
let unread = 0;
let isLeaving = false;

// Ctrl-C in a terminal reaches the whole process group; when to go is the parent's decision.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => leave(0, () => compositor?.close()));
process.on('disconnect', () => leave(0, () => compositor?.close()));
process.on('message', (message) => {
  try {
    handle(parseRequest(message));
  } catch (err) {
    log.error({ err }, 'a request that cannot be carried out');
  }
});
process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'the compositor has failed');
  leave(1, () => compositor?.close());
});

function handle(request: CompositorRequest): void {
  if (request.type === 'setUp') {
    if (compositor) throw new Error('set up already');
    compositor = create(request);
    return;
  }
  if (!compositor) throw new Error(`${request.type} before setUp`);
  carryOut(compositor, request);
}

function carryOut(on: Compositor, request: Exclude<CompositorRequest, { type: 'setUp' }>): void {
  switch (request.type) {
    case 'setScene':
      on.setScene(request.scene);
      break;
    case 'attachTrack':
      on.attachTrack(request.personId, request.track);
      break;
    case 'detachTrack':
      on.detachTrack(request.personId, request.kind);
      break;
    case 'begin':
      on.begin(request.atMs);
      break;
    case 'finish':
      leave(0, () => on.finish());
      break;
    default:
      assertNever(request);
  }
}

function create(setup: CompositorSetup): Compositor {
  const { ffmpegPath, originMs } = setup;
  return new Compositor({
    setup,
    clock,
    log,
    openPerson: (person) => Person.open({ ...person, clock, originMs, ffmpegPath, log }),
    report,
  });
}

function report(message: CompositorReport): void {
  if (!process.connected || unread > mostUnread) return;
  unread += 1;
  if (unread > mostUnread) {
    log.error('the server does not read what the compositor sends');
    leave(1, () => compositor?.close());
    return;
  }
  process.send?.(message, () => {
    unread -= 1;
  });
}

/** The process ends when the last message is sent and the last child is gone, and soon in any case. */
function leave(code: number, close: () => Promise<void> | undefined): void {
  if (isLeaving) return;
  isLeaving = true;
  const end = () => {
    if (process.connected) process.disconnect();
    process.exit(code);
  };
  clock.after(3000, end);
  const flushed = () =>
    new Promise<void>((resolve) => {
      const look = () => (unread === 0 || !process.connected ? resolve() : clock.after(5, look));
      look();
    });
  Promise.resolve(close())
    .catch((err: unknown) => log.error({ err }, 'closing failed'))
    .then(flushed)
    .then(end, end);
}
