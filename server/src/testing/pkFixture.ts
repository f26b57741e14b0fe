import type { MediaSource, NoticeMap, Publication, RoomEventMap, RoomEventType } from '@lianmai/shared';
import { sourceKind } from '@lianmai/shared';
import { FakeClock } from '../core/FakeClock.ts';
import { silentLogger } from '../core/logger.ts';
import { OperatorScores } from '../rooms/pk/OperatorScores.ts';
import { PkMatches } from '../rooms/pk/PkMatches.ts';
import type { PkRoom, PkTracks } from '../rooms/pk/PkRoom.ts';
import type { RoomPk } from '../rooms/pk/RoomPk.ts';
import { FakeMediaEngine, type FakeRoomMedia } from '../rooms/ports/FakeMediaEngine.ts';
import type { HeardProducer } from '../rooms/ports/MediaEngine.ts';

type LoggedEvent = { [T in RoomEventType]: { type: T; data: RoomEventMap[T] } }[RoomEventType];

const rtpParameters = { codecs: [], encodings: [] };

/** A room reduced to what a PK sees of it; tells its PK of changes as the real one does. */
class FakePkRoom implements PkRoom, PkTracks {
  readonly id: string;
  readonly anchor;
  readonly media: FakeRoomMedia;
  readonly events: LoggedEvent[] = [];
  readonly answers: NoticeMap['pkAnswered'][] = [];
  readonly sessions;
  readonly tracks = this;
  isLive = true;
  readonly door = { isPrivate: false };
  backstageTold = 0;
  heardFromRival: readonly HeardProducer[] = [];
  publications: Publication[] = [];
  readonly #pk: () => RoomPk;

  constructor(id: string, media: FakeRoomMedia, pk: () => RoomPk) {
    this.id = id;
    this.media = media;
    this.anchor = { id: `anchor of ${id}`, name: id, avatarUrl: null };
    this.#pk = pk;
    const notify = (_notice: 'pkAnswered', data: NoticeMap['pkAnswered']) => this.answers.push(data);
    this.sessions = [
      { as: 'publisher' as const, notify },
      { as: 'viewer' as const, notify: () => this.answers.push({ pkId: 'for viewers', answer: 'accepted' }) },
    ];
  }

  readonly log = {
    append: <T extends RoomEventType>(type: T, data: RoomEventMap[T]) => {
      const event = { type, data } as LoggedEvent;
      this.events.push(event);
      return { seq: this.events.length, at: 0, ...event };
    },
  };

  get eventTypes(): RoomEventType[] {
    return this.events.map(({ type }) => type);
  }

  /** What comes from the rival. */
  get foreign(): Publication[] {
    return this.publications.filter(({ roomId }) => roomId !== this.id);
  }

  view() {
    return { title: `title of ${this.id}` };
  }

  tellBackstage(): void {
    this.backstageTold += 1;
  }

  rivalLevels(heard: readonly HeardProducer[]): void {
    this.heardFromRival = heard;
  }

  addForeign(publication: Publication): void {
    this.publications = [...this.publications, publication];
    this.log.append('trackPublished', { publication });
  }

  removeForeign(producerId: string): void {
    if (!this.#without(producerId)) return;
    this.log.append('trackUnpublished', { producerId });
  }

  setForeignPaused(producerId: string, isPaused: boolean): void {
    const before = this.publications.find((publication) => publication.producerId === producerId);
    if (before && before.isPaused !== isPaused) this.#setPaused(producerId, isPaused);
  }

  // ---- what the room's own people do

  publish(source: MediaSource, seat = 0): string {
    const kind = sourceKind[source];
    const producerId = this.media.addProducer({ peer: null, kind, rtpParameters, isPaused: false });
    const publication = {
      producerId,
      sessionId: 's',
      user: this.anchor,
      roomId: this.id,
      seat,
      kind,
      source,
    };
    this.publications = [...this.publications, { ...publication, isPaused: false }];
    this.#pk().tracksChanged(this.id);
    return producerId;
  }

  unpublish(producerId: string): void {
    this.media.removeProducer(producerId);
    this.#without(producerId);
    this.#pk().tracksChanged(this.id);
  }

  setPaused(producerId: string, isPaused: boolean): void {
    this.#setPaused(producerId, isPaused);
    this.#pk().tracksChanged(this.id);
  }

  endShow(): void {
    this.isLive = false;
    for (const { producerId, roomId } of this.publications)
      if (roomId === this.id) this.unpublish(producerId);
    this.#pk().showEnded(this.id);
  }

  #setPaused(producerId: string, isPaused: boolean): void {
    this.publications = this.publications.map((publication) =>
      publication.producerId === producerId ? { ...publication, isPaused } : publication,
    );
    this.log.append(isPaused ? 'trackPaused' : 'trackResumed', { producerId });
  }

  #without(producerId: string): boolean {
    const before = this.publications.length;
    this.publications = this.publications.filter((publication) => publication.producerId !== producerId);
    return this.publications.length < before;
  }
}

/** Three live rooms `red`, `blue` and `green` on fakes. */
export function pkFixture() {
  const clock = new FakeClock();
  const media = new FakeMediaEngine();
  const scores = new OperatorScores();
  const rooms = new Map<string, FakePkRoom>();
  const pk: PkMatches = new PkMatches({
    roomOf: (roomId) => rooms.get(roomId),
    scoreSources: [scores],
    clock,
    log: silentLogger(),
    timings: { inviteMs: 30_000, resultMs: 30_000 },
  });
  const open = (id: string) => {
    const room = new FakePkRoom(id, media.openRoom(id, { audioLevels: () => undefined }), () => pk);
    rooms.set(id, room);
    return room;
  };
  return { clock, media, scores, pk, rooms, red: open('red'), blue: open('blue'), green: open('green') };
}
