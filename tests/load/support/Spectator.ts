import { WebSocket } from 'ws';

/** What a spectator has seen go wrong, by kind. */
export interface SpectatorFaults {
  /** An entry that was there before, or came out of order. */
  repeated: number;
  /** An entry after which some are missing. */
  gaps: number;
  closed: number;
}

export interface SpectatorOptions {
  /** `ws://host:port` */
  url: string;
  token: string;
  roomId: string;
  faults: SpectatorFaults;
  /** Text of a frame with entries of the Room log. Absent for most: reading them costs more than receiving them. */
  onFrame?: (text: string) => void;
}

/**
 * One client of the room over a real WebSocket, as light as it can be, so that one process can be thousands: it speaks just enough
 * of Engine.IO 4 and Socket.IO 5, and reads of what it gets no more than the numbers of the Room log.
 */
export class Spectator {
  readonly #options: SpectatorOptions;
  readonly #socket: WebSocket;
  readonly #joined = Promise.withResolvers<void>();
  #lastSeq = -1;
  #isLeaving = false;
  received = 0;

  constructor(options: SpectatorOptions) {
    this.#options = options;
    this.#socket = new WebSocket(`${options.url}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
    });
    this.#socket.on('message', (message) => this.#read(String(message)));
    this.#socket.on('error', (error) => this.#joined.reject(error));
    this.#socket.on('close', () => {
      if (this.#isLeaving) return;
      options.faults.closed += 1;
      this.#joined.reject(new Error('closed'));
    });
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** In the room. */
  get joined(): Promise<void> {
    return this.#joined.promise;
  }

  /** Asks without waiting for the answer. */
  request(frame: object): void {
    this.#socket.send(`42${JSON.stringify(['request', frame])}`);
  }

  leave(): void {
    this.#isLeaving = true;
    this.#socket.close();
  }

  #read(text: string): void {
    if (text === '2') this.#socket.send('3');
    else if (text.startsWith('0')) this.#socket.send(`40${JSON.stringify({ token: this.#options.token })}`);
    else if (text.startsWith('40')) {
      const join = { type: 'join', id: 'join', roomId: this.#options.roomId };
      this.#socket.send(`421${JSON.stringify(['request', join])}`);
    } else if (text.startsWith('44')) this.#joined.reject(new Error(text));
    else if (text.startsWith('431')) this.#readJoinReply(text);
    else if (text.startsWith('42["push",{"type":"event')) this.#readEvents(text);
  }

  #readJoinReply(text: string): void {
    const [reply] = JSON.parse(text.slice(3));
    if (!reply.ok) {
      this.#joined.reject(new Error(reply.error.code));
      return;
    }
    this.#lastSeq = reply.data.snapshot.seq;
    this.#joined.resolve();
  }

  #readEvents(text: string): void {
    for (let at = text.indexOf(seqKey); at >= 0; at = text.indexOf(seqKey, at)) {
      at += seqKey.length;
      this.#count(Number.parseInt(text.slice(at, at + 12), 10));
    }
    this.#options.onFrame?.(text);
  }

  #count(seq: number): void {
    this.received += 1;
    if (seq <= this.#lastSeq) this.#options.faults.repeated += 1;
    else if (seq > this.#lastSeq + 1) this.#options.faults.gaps += 1;
    this.#lastSeq = Math.max(this.#lastSeq, seq);
  }
}

const seqKey = '{"seq":';
