import type { LiveClient } from '../sdk/index.ts';

export interface RoomFacts {
  isOnAir: boolean;
  isAnchorAway: boolean;
}

const patienceMs = 1500;
const pollMs = 4000;

/** Knows whether a room is on air: from the Session while there is one, by asking REST while signalling does not get through. */
export class RoomWatch {
  readonly #client: LiveClient;
  readonly #roomId: string;
  readonly #onFacts: (facts: RoomFacts) => void;
  readonly #stops: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #abort = new AbortController();

  constructor(client: LiveClient, roomId: string, onFacts: (facts: RoomFacts) => void) {
    this.#client = client;
    this.#roomId = roomId;
    this.#onFacts = onFacts;
  }

  start(): void {
    this.#stops.push(
      this.#client.room.subscribe(() => this.#tell()),
      this.#client.state.subscribe(() => this.#stateChanged()),
    );
    this.#stateChanged();
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  #stateChanged(): void {
    clearTimeout(this.#timer);
    if (this.#isJoined()) this.#tell();
    else if (!this.#isDismissed()) this.#timer = setTimeout(() => void this.#ask(), patienceMs);
    else this.#onFacts({ isOnAir: false, isAnchorAway: false });
  }

  #tell(): void {
    const { room, isAnchorAway } = this.#client.room.getSnapshot();
    if (this.#isJoined() && room?.id === this.#roomId)
      this.#onFacts({ isOnAir: room.status === 'live', isAnchorAway });
  }

  async #ask(): Promise<void> {
    const room = await this.#client.rest.getRoom(this.#roomId, this.#abort.signal).catch(() => null);
    if (this.#abort.signal.aborted || this.#isJoined()) return;
    if (room) this.#onFacts({ isOnAir: room.status === 'live', isAnchorAway: false });
    this.#timer = setTimeout(() => void this.#ask(), pollMs);
  }

  #isJoined(): boolean {
    return this.#client.state.getSnapshot().phase === 'joined';
  }

  /** Shown the door, or left: then nothing plays, whatever would be possible. */
  #isDismissed(): boolean {
    const state = this.#client.state.getSnapshot();
    return state.phase === 'ended' && state.reason !== 'failed';
  }
}
