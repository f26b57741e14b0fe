import { guestToken, RawClient } from '../RawClient.ts';
import { type PushedStream, RtmpPusher } from '../RtmpPusher.ts';
import {
  marksOf,
  type PersonClipOptions,
  type PersonMarks,
  personPictureSource,
  personSoundSource,
} from './personClips.ts';

export interface RtmpPersonOptions extends Pick<PersonClipOptions, 'size' | 'isBusy'> {
  /** Of the barcode. */
  number: number;
  /** How an ffmpeg encodes it. */
  encoding?: Pick<PushedStream, 'video' | 'audio'>;
  /** Whose it is; by default a new guest's. */
  token?: string;
  /** Their Session before has the seat. */
  isSeated?: boolean;
}

/** Somebody who publishes over RTMP, as a mini program does: a Session that asked for an address, and a real pusher. Owns both. */
export class RtmpPerson {
  readonly client: RawClient;
  readonly marks: PersonMarks;
  readonly rtmpUrl: string;
  readonly #options: RtmpPersonOptions;
  /** The newest last. */
  readonly #pushers: RtmpPusher[] = [];

  /** Takes the next free seat of a room with an open stage. */
  static async onSeat(baseUrl: string, roomId: string, options: RtmpPersonOptions): Promise<RtmpPerson> {
    const { number, token = (await guestToken(baseUrl, `Person ${number}`)).token } = options;
    const client = await RawClient.connect(baseUrl, token);
    await client.request('join', { roomId });
    if (!options.isSeated) await client.request('applyForSeat', {});
    return RtmpPerson.of(client, options);
  }

  /** Whoever may publish already. */
  static async of(client: RawClient, options: RtmpPersonOptions): Promise<RtmpPerson> {
    const { rtmpUrl } = await client.request('rtmpAddress', {});
    return new RtmpPerson(client, rtmpUrl, options);
  }

  private constructor(client: RawClient, rtmpUrl: string, options: RtmpPersonOptions) {
    this.client = client;
    this.rtmpUrl = rtmpUrl;
    this.marks = marksOf(options.number);
    this.#options = options;
    this.pushAgain();
  }

  get pusher(): RtmpPusher {
    const newest = this.#pushers.at(-1);
    if (!newest) throw new Error('nothing is pushed');
    return newest;
  }

  /** As an app does whose network has changed: the pusher before is not told. */
  pushAgain(changes: Partial<RtmpPersonOptions> = {}): void {
    const options = { ...this.#options, ...changes };
    const pusher = new RtmpPusher(this.rtmpUrl, {
      picture: personPictureSource({ ...options, name: `Person ${options.number}` }),
      sound: personSoundSource(options.number),
      ...options.encoding,
    });
    this.#pushers.push(pusher);
  }

  async leave(): Promise<void> {
    this.client.close();
    await Promise.all(this.#pushers.map((pusher) => pusher.close()));
  }
}
