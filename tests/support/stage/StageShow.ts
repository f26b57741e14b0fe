import type { Room } from '../../../server/src/rooms/Room.ts';
import { type ChildOf, childrenOf } from '../childProcesses.ts';
import { createRoom, guestToken, RawClient } from '../RawClient.ts';
import { type RunningApp, startApp } from '../startApp.ts';
import { waitFor } from '../waitFor.ts';
import { FlvStageReader } from './FlvStageReader.ts';
import { HlsStageReader } from './HlsStageReader.ts';
import { RtmpPerson, type RtmpPersonOptions } from './RtmpPerson.ts';
import { StagePerson, type StagePersonOptions } from './StagePerson.ts';

/** The processes of one composition. */
export interface CompositorProcesses {
  compositor: number;
  encoder: number;
  /** Decoders of pictures and of sound, the oldest first. */
  pictures: number[];
  sounds: number[];
}

/** Decoders that have been the same for so long will stay. */
const steadyMs = 1000;

/** The real server in this process with one room, whoever is on its stage, and players of its streams. Owns them all. */
export class StageShow {
  readonly running: RunningApp;
  readonly room: Room;
  /** The anchor's signalling connection: commands the stage. Their media comes from a StagePerson on seat 0. */
  readonly host: RawClient;
  readonly #people: StagePerson[] = [];
  readonly #pushers: RtmpPerson[] = [];
  readonly #readers: { close(): Promise<void> }[] = [];

  static async open(settings: Record<string, string> = {}): Promise<StageShow> {
    const running = await startApp(settings);
    try {
      const { token } = await guestToken(running.baseUrl, 'Anchor');
      const roomId = await createRoom(running.baseUrl, token);
      const host = await RawClient.connect(running.baseUrl, token);
      await host.request('join', { roomId, as: 'publisher' });
      const room = running.app.rooms.find(roomId);
      if (!room) throw new Error('the room that was just made is gone');
      return new StageShow(running, room, host);
    } catch (error) {
      await running.close();
      throw error;
    }
  }

  private constructor(running: RunningApp, room: Room, host: RawClient) {
    this.running = running;
    this.room = room;
    this.host = host;
  }

  async publish(options: StagePersonOptions): Promise<StagePerson> {
    const person = await StagePerson.publish(this.room, options);
    this.#people.push(person);
    return person;
  }

  /** A guest on the next free seat, who pushes over RTMP; needs `RTMP_PORT`. */
  async pushGuest(options: RtmpPersonOptions): Promise<RtmpPerson> {
    await this.host.request('changeStage', { admission: 'open', usesGreenRoom: false });
    return this.#keepPusher(await RtmpPerson.onSeat(this.running.baseUrl, this.room.id, options));
  }

  /** The anchor, who opens the show by pushing. */
  async pushAnchor(options: RtmpPersonOptions): Promise<RtmpPerson> {
    return this.#keepPusher(await RtmpPerson.of(this.host, options));
  }

  async openFlv(): Promise<FlvStageReader> {
    return this.#keep(await FlvStageReader.open(`${this.running.baseUrl}/live/${this.room.id}.flv`));
  }

  async openHls(): Promise<HlsStageReader> {
    return this.#keep(await HlsStageReader.open(`${this.running.baseUrl}/live/${this.room.id}/index.m3u8`));
  }

  /** Waits until a composition runs with so many decoders of pictures, and they are there to stay. */
  processes(pictures: number): Promise<CompositorProcesses> {
    let steady = { pids: '', sinceMs: 0 };
    return waitFor(
      `a compositor with ${pictures} decoders of pictures`,
      async () => {
        const found = await this.#findProcesses();
        const pids = JSON.stringify(found);
        const nowMs = performance.now();
        if (pids !== steady.pids) steady = { pids, sinceMs: nowMs };
        // A tile that changes its size has two decoders for a while: one of them is about to go.
        return found?.pictures.length === pictures && nowMs - steady.sinceMs >= steadyMs ? found : undefined;
      },
      { deadlineMs: 20_000 },
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()));
    for (const person of this.#people) person.leave();
    await Promise.all(this.#pushers.map((person) => person.leave()));
    this.host.close();
    await this.running.close();
  }

  async #findProcesses(): Promise<CompositorProcesses | undefined> {
    const isCompositor = ({ command }: ChildOf) => /compositor\/main\.ts/u.test(command);
    const compositor = (await childrenOf(process.pid)).find(isCompositor)?.pid;
    if (compositor === undefined) return undefined;
    const children = await childrenOf(compositor);
    const encoder = children.find(({ command }) => command.includes('libx264'))?.pid;
    if (encoder === undefined) return undefined;
    const having = (text: string) =>
      children.filter(({ command }) => command.includes(text)).map(({ pid }) => pid);
    return { compositor, encoder, pictures: having('rawvideo'), sounds: having('pcm_') };
  }

  #keepPusher(person: RtmpPerson): RtmpPerson {
    this.#pushers.push(person);
    return person;
  }

  #keep<R extends { close(): Promise<void> }>(reader: R): R {
    this.#readers.push(reader);
    return reader;
  }
}
