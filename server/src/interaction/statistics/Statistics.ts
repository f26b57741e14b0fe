import type { RoomStatistics, ShowListItem, ShowStatistics } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { PlaybackReport, PlaybackReports } from '../../rooms/ports/PlaybackReports.ts';
import type { Room } from '../../rooms/Room.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import type { Session } from '../../rooms/Session.ts';
import { PerRoom } from '../PerRoom.ts';
import type { ShowRecord, StatisticsStore } from './ports.ts';
import { type PlainPlayer, RoomRecorder } from './RoomRecorder.ts';
import { addTotals, roomTotals } from './roomTotals.ts';
import { ServerTotals, type Totals } from './ServerTotals.ts';
import type { ShowRecorder } from './ShowRecorder.ts';
import { StatisticsWriter } from './StatisticsWriter.ts';
import { showListItem, showStatistics } from './showStatistics.ts';

export interface StatisticsDeps {
  rooms: RoomRegistry;
  store: StatisticsStore;
  clock: Clock;
  log: Logger;
}

/** What a server that is killed may lose of a show. */
const sampleEveryMs = 10_000;
const totalsKeptMs = 500;

export interface ShowsPage {
  shows: readonly ShowListItem[];
  nextCursor: string | null;
}

/** The statistics of every Room on this server: counts what happens, keeps it every ten seconds, and tells it. */
export class Statistics implements PlaybackReports {
  readonly #deps: StatisticsDeps;
  readonly #recorders: PerRoom<RoomRecorder>;
  readonly #writer: StatisticsWriter;
  readonly #totals = new ServerTotals();
  readonly #disposables = new Disposables();
  #told: { atMs: number; totals: Totals } | null = null;

  constructor(deps: StatisticsDeps) {
    this.#deps = deps;
    const { rooms, clock } = deps;
    this.#writer = new StatisticsWriter(deps);
    const onEnded = (recorder: ShowRecorder, endedAtMs: number) => this.#finish(recorder, endedAtMs);
    this.#recorders = new PerRoom(rooms, (room) => new RoomRecorder({ room, clock, onEnded }));
    deps.store.closeInterrupted().catch((err: unknown) => {
      deps.log.error({ err }, 'interrupted shows could not be closed');
    });
    this.#disposables.add(clock.every(sampleEveryMs, () => this.#sample()));
  }

  record(room: Room, session: Session, report: PlaybackReport): void {
    this.#recorders.of(room).record(session, report);
  }

  /** A player of FLV or HLS has begun that belongs to no Session. Returns its end, which may be called twice. */
  openPlayer(roomId: string, player: PlainPlayer): () => void {
    const room = this.#deps.rooms.find(roomId);
    return room ? this.#recorders.of(room).openPlayer(player) : () => undefined;
  }

  /** How keeping them goes. */
  get writing(): StatisticsWriter['stats'] {
    return this.#writer.stats;
  }

  /** Since the server's start, the running shows included. Counted once for whoever asks for all of them at once. */
  totals(): Totals {
    const nowMs = this.#deps.clock.nowMs();
    if (!this.#told || nowMs - this.#told.atMs > totalsKeptMs) {
      const running = this.#running.map((show) => show.takeRecord(nowMs, null));
      this.#told = { atMs: nowMs, totals: this.#totals.with(running) };
    }
    return this.#told.totals;
  }

  /** Watching the running show now. */
  viewersIn(room: Room): number {
    return this.#recorders.of(room).show?.viewers ?? 0;
  }

  /** The running show's; `null` off air. */
  current(room: Room): ShowRecord | null {
    return this.#recorders.of(room).show?.takeRecord(this.#deps.clock.nowMs(), null) ?? null;
  }

  async ofRoom(room: Room): Promise<RoomStatistics> {
    const { show } = this.#recorders.of(room);
    const record = show?.takeRecord(this.#deps.clock.nowMs(), null);
    const current = show && record ? showStatistics(record, show.samples) : null;
    const newest = [
      ...(record ? [record] : []),
      ...this.#writer.unkept.map((update) => update.record).filter(({ roomId }) => roomId === room.id),
    ];
    const except = newest.map(({ showId }) => showId);
    const kept = await this.#deps.store.totalsOf(room.id, except);
    return { roomId: room.id, current, totals: addTotals(kept, roomTotals(newest)) };
  }

  /** @throws AppError `not_found` */
  async ofShow(showId: string): Promise<ShowStatistics> {
    const running = this.#running.find(({ details }) => details.showId === showId);
    if (running) return showStatistics(running.takeRecord(this.#deps.clock.nowMs(), null), running.samples);
    const kept =
      this.#writer.unkept.find(({ record }) => record.showId === showId) ??
      (await this.#deps.store.find(showId));
    if (!kept) throw new AppError('not_found');
    return showStatistics(kept.record, kept.samples);
  }

  /** Newest first, the running one included once it was sampled. @throws AppError `invalid_request` for a cursor that is none */
  async showsOf(roomId: string, page: { limit: number; cursor?: string | undefined }): Promise<ShowsPage> {
    const before = page.cursor === undefined ? null : parseCursor(page.cursor);
    const records = await this.#deps.store.showsOf(roomId, { limit: page.limit + 1, before });
    const listed = records.slice(0, page.limit);
    const last = listed.at(-1);
    const hasMore = records.length > listed.length && last !== undefined;
    return {
      shows: listed.map((record) => showListItem(this.#newest(record))),
      nextCursor: hasMore ? `${last.startedAtMs}.${last.showId}` : null,
    };
  }

  /** Keeps what there is. To be called once the rooms are closed. */
  async close(): Promise<void> {
    this.#disposables.dispose();
    await this.#writer.close();
  }

  get #running(): ShowRecorder[] {
    return this.#deps.rooms.all.flatMap((room) => this.#recorders.of(room).show ?? []);
  }

  #newest(record: ShowRecord): ShowRecord {
    const running = this.#running.find(({ details }) => details.showId === record.showId);
    return running?.takeRecord(this.#deps.clock.nowMs(), null) ?? record;
  }

  #sample(): void {
    const nowMs = this.#deps.clock.nowMs();
    for (const show of this.#running) {
      const sample = show.sample(nowMs);
      this.#writer.add(show.takeRecord(nowMs, null), [sample]);
    }
    this.#writer.flush();
  }

  #finish(show: ShowRecorder, endedAtMs: number): void {
    const record = show.takeRecord(endedAtMs, endedAtMs);
    this.#totals.add(record);
    this.#writer.finish(record, show.samples);
  }
}

function parseCursor(cursor: string): { startedAtMs: number; showId: string } {
  const [, startedAt, showId] = /^(\d{1,15})\.([A-Za-z0-9_-]{1,40})$/.exec(cursor) ?? [];
  if (startedAt && showId) return { startedAtMs: Number(startedAt), showId };
  throw new AppError('invalid_request', { fields: [{ path: 'cursor', message: 'is not of this list' }] });
}
