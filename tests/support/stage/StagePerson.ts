import type { UserRef } from '@lianmai/shared';
import type { Room } from '../../../server/src/rooms/Room.ts';
import { ClipPublisher } from '../rtc/ClipPublisher.ts';
import {
  marksOf,
  type PersonClipOptions,
  type PersonMarks,
  personSoundClip,
  personVideoClip,
} from './personClips.ts';

export interface StagePersonOptions extends Pick<PersonClipOptions, 'size' | 'isBusy'> {
  /** Of the barcode; by default the seat. */
  number?: number;
  seat: number;
  name?: string;
  /** `null`: no camera. */
  video?: 'H264' | 'VP8' | null;
  /** By default true. */
  hasSound?: boolean;
}

/** Somebody on air in a room of this process, without a browser: a clip with a barcode and a tone. Owns its publisher. */
export class StagePerson {
  readonly seat: number;
  readonly user: UserRef;
  readonly marks: PersonMarks;
  readonly publisher: ClipPublisher;
  readonly #takeOff: () => void;
  #hasLeft = false;

  /** Seat 0 opens the room's show, where there is none. */
  static async publish(room: Room, options: StagePersonOptions): Promise<StagePerson> {
    const { seat, number = seat, name = `Person ${number}`, video = 'H264', hasSound = true } = options;
    const { size, isBusy } = options;
    const picture = video ? [personVideoClip({ number, name, codec: video, size, isBusy })] : [];
    const sound = hasSound ? [personSoundClip(number)] : [];
    const publisher = await ClipPublisher.publish(room.media, await Promise.all([...picture, ...sound]));
    if (!room.isLive) room.openShow();
    const user = seat === 0 ? room.anchor : { id: `person-${number}`, name, avatarUrl: null };
    const place = seat === 0 ? undefined : { seat, user, onTakenOff: () => publisher.shutOut() };
    const takeOff = room.publishIngest(`person-${number}`, publisher.sources, place);
    return new StagePerson({ seat, user, marks: marksOf(number), publisher, takeOff });
  }

  private constructor(
    person: Pick<StagePerson, 'seat' | 'user' | 'marks' | 'publisher'> & { takeOff: () => void },
  ) {
    this.seat = person.seat;
    this.user = person.user;
    this.marks = person.marks;
    this.publisher = person.publisher;
    this.#takeOff = person.takeOff;
  }

  /** Off the seat and gone. Idempotent. */
  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#takeOff();
    this.publisher.close();
  }
}
