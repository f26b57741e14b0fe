import { RtmpProtocolError } from './messages.ts';

const version = 3;
const partBytes = 1536;

/**
 * The simple handshake of the RTMP specification 1.0 §5.2. Our version field is 0, by which encoders know that there are no digests to
 * check.
 */
export class Handshake {
  readonly #send: (bytes: Buffer) => void;
  #pending: Buffer = Buffer.alloc(0);
  #state: 'hello' | 'echo' = 'hello';

  constructor(send: (bytes: Buffer) => void) {
    this.#send = send;
  }

  /** What comes after the handshake; `null` while it lasts. @throws RtmpProtocolError */
  push(bytes: Buffer): Buffer | null {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    const [first] = this.#pending;
    if (this.#state === 'hello' && first !== undefined && first !== version)
      throw new RtmpProtocolError(`version ${first}`);
    if (this.#state === 'hello' && this.#pending.length >= 1 + partBytes) {
      const hello = this.#pending.subarray(1, 1 + partBytes);
      this.#send(Buffer.concat([Buffer.from([version]), Buffer.alloc(partBytes), hello]));
      this.#pending = this.#pending.subarray(1 + partBytes);
      this.#state = 'echo';
    }
    if (this.#state === 'hello' || this.#pending.length < partBytes) return null;
    return this.#pending.subarray(partBytes);
  }
}
