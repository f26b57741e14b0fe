import { AppError } from '../core/AppError.ts';
import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { ShowFeed } from '../rooms/ports/ShowFeed.ts';
import type { EgressLease } from './delivery/EgressLease.ts';
import type { EgressOutputs } from './MediaTag.ts';
import { EgressStream } from './stream/EgressStream.ts';

export interface EgressManagerOptions<Outputs extends EgressOutputs> {
  feedOf: (roomId: string) => ShowFeed | undefined;
  /** What one stream's tags go to; made anew for each stream. */
  createOutputs: (roomId: string) => Outputs;
  log: Logger;
  clock: Clock;
  ffmpegPath: string;
  /** What a compositor process runs; ours by default. */
  compositorModule?: string;
  /** How long a stream goes on without a player. */
  lingerMs?: number;
  /** How long the first player waits for ffmpeg's first output. */
  startDeadlineMs?: number;
}

interface EgressStats {
  streams: number;
  ffmpegChildren: number;
  ffmpegRestarts: number;
  flvPlayers: number;
  /** For being slow, since the beginning. */
  flvPlayersCut: number;
  /** Streams with a compositor, and the people in all of these. */
  composedStreams: number;
  composedPeople: number;
  /** Composed pictures since the beginning that were later than one frame, and those that never came. */
  composedFramesLate: number;
  composedFramesDropped: number;
  /** Compositors, their decoders and encoders that had to be replaced, since the beginning. */
  compositorRestarts: number;
}

/** What streams that are over have counted. */
interface EndedCounts {
  restarts: number;
  cuts: number;
  framesLate: number;
  framesDropped: number;
  compositorRestarts: number;
}

interface Entry<Outputs> {
  stream: EgressStream;
  outputs: Outputs;
  started: Promise<void>;
  leases: number;
  cancelLinger: () => void;
}

/** One egress stream a room while somebody plays it: starts with the first player, stops some time after the last. */
export class EgressManager<Outputs extends EgressOutputs> {
  readonly #options: EgressManagerOptions<Outputs> & { lingerMs: number; startDeadlineMs: number };
  readonly #entries = new Map<string, Entry<Outputs>>();
  readonly #closing = new Set<Promise<void>>();
  readonly #ended: EndedCounts = {
    restarts: 0,
    cuts: 0,
    framesLate: 0,
    framesDropped: 0,
    compositorRestarts: 0,
  };
  #isClosed = false;

  constructor(options: EgressManagerOptions<Outputs>) {
    this.#options = { lingerMs: 20_000, startDeadlineMs: 8000, ...options };
  }

  /**
   * Resolves once there is a stream to play.
   * @throws AppError `room_not_found`, `room_not_live`, `egress_unavailable`, `draining`
   */
  async acquire(roomId: string): Promise<EgressLease<Outputs>> {
    const entry = this.#entries.get(roomId) ?? this.#startStream(roomId);
    const lease = this.#lease(roomId, entry);
    try {
      await this.#withDeadline(entry.started);
    } catch (cause) {
      lease.release();
      this.#retire(roomId, entry);
      throw this.#options.feedOf(roomId)?.showId() === null
        ? new AppError('room_not_live')
        : new AppError('egress_unavailable', { cause });
    }
    return lease;
  }

  /** The room's outputs while its egress runs; asking starts nothing. */
  find(roomId: string): Outputs | null {
    return this.#entries.get(roomId)?.outputs ?? null;
  }

  /** For metrics. */
  stats(): EgressStats {
    const entries = [...this.#entries.values()];
    const sum = (read: (entry: Entry<Outputs>) => number) =>
      entries.reduce((total, entry) => total + read(entry), 0);
    const ended = this.#ended;
    return {
      flvPlayers: sum(({ outputs }) => outputs.playerCount),
      flvPlayersCut: ended.cuts + sum(({ outputs }) => outputs.playersCut),
      streams: entries.length,
      ffmpegChildren: sum(({ stream }) => stream.childCount),
      ffmpegRestarts: ended.restarts + sum(({ stream }) => stream.restarts),
      composedStreams: sum(({ stream }) => (stream.composition.isComposed ? 1 : 0)),
      composedPeople: sum(({ stream }) => stream.composition.people),
      composedFramesLate: ended.framesLate + sum(({ stream }) => stream.composition.framesLate),
      composedFramesDropped: ended.framesDropped + sum(({ stream }) => stream.composition.framesDropped),
      compositorRestarts: ended.compositorRestarts + sum(({ stream }) => stream.composition.restarts),
    };
  }

  /** Resolves when no child is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const [roomId, entry] of this.#entries) this.#retire(roomId, entry);
    await Promise.all(this.#closing);
  }

  #startStream(roomId: string): Entry<Outputs> {
    if (this.#isClosed) throw new AppError('draining');
    const feed = this.#options.feedOf(roomId);
    if (!feed) throw new AppError('room_not_found');
    if (feed.showId() === null) throw new AppError('room_not_live');
    const outputs = this.#options.createOutputs(roomId);
    const { clock, ffmpegPath, compositorModule } = this.#options;
    const log = this.#options.log.child({ roomId });
    const onEnding = () => this.#retire(roomId, entry);
    const stream = new EgressStream({
      feed,
      sink: outputs,
      ffmpegPath,
      compositorModule,
      clock,
      log,
      onEnding,
    });
    const entry: Entry<Outputs> = {
      stream,
      outputs,
      started: Promise.resolve(),
      leases: 0,
      cancelLinger: () => {},
    };
    this.#entries.set(roomId, entry);
    entry.started = stream.start();
    return entry;
  }

  #lease(roomId: string, entry: Entry<Outputs>): EgressLease<Outputs> {
    entry.cancelLinger();
    entry.leases++;
    let isReleased = false;
    const release = () => {
      if (isReleased) return;
      isReleased = true;
      entry.leases--;
      if (entry.leases === 0) this.#linger(roomId, entry);
    };
    return { outputs: entry.outputs, release };
  }

  #linger(roomId: string, entry: Entry<Outputs>): void {
    if (this.#entries.get(roomId) !== entry) return;
    entry.cancelLinger = this.#options.clock.after(this.#options.lingerMs, () => this.#retire(roomId, entry));
  }

  /** Forgets the stream at once, so that the next player starts another, and sees its children out. */
  #retire(roomId: string, entry: Entry<Outputs>): void {
    entry.cancelLinger();
    if (this.#entries.get(roomId) !== entry) return;
    this.#entries.delete(roomId);
    this.#count(entry);
    const closed = this.#seeOut(entry).finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  #count({ stream, outputs }: Entry<Outputs>): void {
    this.#ended.restarts += stream.restarts;
    this.#ended.cuts += outputs.playersCut;
    this.#ended.framesLate += stream.composition.framesLate;
    this.#ended.framesDropped += stream.composition.framesDropped;
    this.#ended.compositorRestarts += stream.composition.restarts;
  }

  /** Players of a show that has ended get its last tags first; those of a stream that is given up wait for nothing. */
  async #seeOut({ stream, outputs }: Entry<Outputs>): Promise<void> {
    const isEnding = stream.state.name === 'ending';
    const closed = stream.close();
    if (isEnding) await closed;
    outputs.close();
    await closed;
  }

  async #withDeadline(started: Promise<void>): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const cancel = this.#options.clock.after(this.#options.startDeadlineMs, () =>
      reject(new Error('no output from ffmpeg in time')),
    );
    try {
      await Promise.race([started, late]);
    } finally {
      cancel();
    }
  }
}
