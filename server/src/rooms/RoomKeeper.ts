import type { RoomEvent } from '@lianmai/shared';
import type { Clock } from '../core/Clock.ts';
import type { RoomRecord, RoomRecords, ShowRecord } from './ports/RoomRecords.ts';
import type { Room } from './Room.ts';

/** Writes one Room and its shows down whenever what is kept of them changes. Ends with the Room. */
export class RoomKeeper {
  readonly #room: Room;
  readonly #records: RoomRecords;
  readonly #clock: Clock;
  #saved: string;
  #show: ShowRecord | null = null;

  /** @param isKnown the room comes from the records as it is */
  constructor(room: Room, { records, clock }: { records: RoomRecords; clock: Clock }, isKnown: boolean) {
    this.#room = room;
    this.#records = records;
    this.#clock = clock;
    this.#saved = isKnown ? this.#fingerprint() : '';
    this.#saveIfChanged();
    const stops = [
      room.log.onAppended((event) => this.#note(event)),
      room.onOnAirChanged(() => this.#saveIfChanged()),
      room.onSettingsChanged(() => this.#saveIfChanged()),
    ];
    room.onClosed((reason) => {
      for (const stop of stops) stop();
      const { id, anchor } = room;
      if (reason === 'room_closed')
        records.removeRoom({ id, anchorId: anchor.id, closedAtMs: Math.round(clock.nowMs()) });
    });
  }

  #note({ type, at, data }: RoomEvent): void {
    if (type === 'showStarted') this.#noteStart();
    else if (type === 'showEnded' && this.#show) {
      this.#records.saveShow({ ...this.#show, ended: { atMs: Math.round(at), reason: data.reason } });
      this.#show = null;
    }
    this.#saveIfChanged();
  }

  #noteStart(): void {
    const { showId, startedAtMs, id, anchor, title } = this.#room;
    if (showId === null || startedAtMs === null) return;
    this.#show = {
      id: showId,
      roomId: id,
      anchorId: anchor.id,
      title,
      startedAtMs: Math.round(startedAtMs),
      ended: null,
    };
    this.#records.saveShow(this.#show);
  }

  #saveIfChanged(): void {
    const fingerprint = this.#fingerprint();
    if (fingerprint === this.#saved) return;
    this.#saved = fingerprint;
    this.#records.saveRoom(this.#record());
  }

  #record(): RoomRecord {
    return { ...kept(this.#room), usedAtMs: Math.round(this.#clock.nowMs()) };
  }

  #fingerprint(): string {
    return JSON.stringify(kept(this.#room));
  }
}

function kept(room: Room): Omit<RoomRecord, 'usedAtMs'> {
  const { id, title, coverUrl, anchor, door, stage, composition, createdAtMs } = room;
  return {
    id,
    title,
    coverUrl,
    anchor,
    access: door.access,
    invitation: door.invitation,
    stage: stage.settings,
    composition,
    createdAtMs: Math.round(createdAtMs),
  };
}
