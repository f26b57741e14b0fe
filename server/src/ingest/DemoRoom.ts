import type { Clock } from '../core/Clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import { OnAirSource } from './OnAirSource.ts';
import type { StartSource } from './ports.ts';
import { type OwnGuest, roomAir } from './roomAir.ts';
import { rtpDestinations } from './rtpOutput.ts';
import { demoStage, syntheticAnchor } from './syntheticPeople.ts';
import { personSource, testCardSource } from './syntheticSources.ts';
import { type SyntheticSource, syntheticArgs, syntheticTracks } from './syntheticTracks.ts';

/** `solo`: an anchor with a test card; `stage`: an anchor and three CoHosts, each with a barcode. */
export type DemoCast = 'solo' | 'stage';

export interface DemoRoomOptions {
  rooms: RoomRegistry;
  roomId: string;
  cast: DemoCast;
  startSource: StartSource;
  clock: Clock;
  log: Logger;
}

const title = '演示直播间 Demo room';

/** A room that is live without anybody: owns its synthetic people and its show until it is closed. */
export class DemoRoom {
  readonly #room: Room;
  readonly #people: OnAirSource[] = [];
  readonly #options: DemoRoomOptions;

  /** @throws AppError `room_exists`, and what the media plane throws */
  static async start(options: DemoRoomOptions): Promise<DemoRoom> {
    const { rooms, roomId, cast } = options;
    const earlier = rooms.find(roomId);
    // Of the run before.
    const isOurs = earlier?.anchor.id === syntheticAnchor.id && !earlier.isLive;
    const room = isOurs
      ? earlier
      : rooms.create({ id: roomId, title, coverUrl: null, anchor: syntheticAnchor });
    const demo = new DemoRoom(room, options);
    try {
      if (cast === 'solo') await demo.#add({ ingestId: syntheticAnchor.id, source: testCardSource });
      else await demo.#fillStage();
    } catch (error) {
      await demo.close();
      throw error;
    }
    return demo;
  }

  private constructor(room: Room, options: DemoRoomOptions) {
    this.#room = room;
    this.#options = options;
  }

  /** Ends the show; resolves when the source processes have gone. Idempotent. */
  async close(): Promise<void> {
    const closing = this.#people.splice(0).map((person) => person.close());
    if (this.#room.isLive) this.#room.endShow('ended_by_anchor');
    await Promise.all(closing);
  }

  /** The anchor first: nobody else opens a show of their own. */
  async #fillStage(): Promise<void> {
    for (const person of demoStage) {
      const { number, user } = person;
      const guest = number === 0 ? {} : { guest: { seat: number, user } };
      await this.#add({ ingestId: user.id, source: personSource(person), ...guest });
    }
    // Nobody is there to let visitors in.
    this.#room.stage.configure({ admission: 'open', usesGreenRoom: false });
  }

  async #add({
    ingestId,
    guest,
    source,
  }: {
    ingestId: string;
    guest?: OwnGuest;
    source: SyntheticSource;
  }): Promise<void> {
    const { startSource, clock, log } = this.#options;
    const added = await OnAirSource.start({
      ingestId,
      place: roomAir(this.#room, ingestId, { guest }),
      tracks: () => syntheticTracks,
      startSource: (targets) => startSource(syntheticArgs(source, ...rtpDestinations(targets))),
      clock,
      log,
    });
    this.#people.push(added);
  }
}
