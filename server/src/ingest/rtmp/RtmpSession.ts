import type { AmfValue } from '../../flv/amf0.ts';
import { AmfError, readAmfValues } from '../../flv/amf0Read.ts';
import { tagTypes } from '../../flv/flvTag.ts';
import { ChunkReader } from './ChunkReader.ts';
import { Handshake } from './Handshake.ts';
import {
  commandBytes,
  commandTypes,
  controlBytes,
  controlTypes,
  ourChunkBytes,
  type RtmpMessage,
  RtmpProtocolError,
} from './messages.ts';

/** What a publisher asks for: `rtmp://host/<app>/<name>?<query>`. */
export interface PublishRequest {
  app: string;
  name: string;
  query: URLSearchParams;
}

/** One audio or video message: the body of an FLV tag. */
export interface RtmpMedia {
  kind: 'audio' | 'video';
  /** On the publisher's clock, 32 bits. */
  timestampMs: number;
  body: Buffer;
}

export interface RtmpSessionEvents {
  send(bytes: Buffer): void;
  /** Answered by `accept` or `refuse`. */
  publishAsked(request: PublishRequest): void;
  media(media: RtmpMedia): void;
  /** The publisher has said that it is done. */
  publishEnded(): void;
}

type State = 'handshake' | 'connecting' | 'connected' | 'asked' | 'publishing' | 'over';

/** The only message stream that we hand out. */
const streamId = 1;
const windowBytes = 2_500_000;
/** The peer decides how it lives with the window: `dynamic`. */
const dynamicLimit = 2;

/**
 * The server's side of one RTMP connection that publishes: bytes in, answers out, media on. Knows no socket and no room.
 * Everything but publishing is refused.
 */
export class RtmpSession {
  readonly #events: RtmpSessionEvents;
  readonly #handshake: Handshake;
  readonly #reader = new ChunkReader((message) => this.#take(message));
  #state: State = 'handshake';
  #app = '';
  #receivedBytes = 0;
  #acknowledgedBytes = 0;

  constructor(events: RtmpSessionEvents) {
    this.#events = events;
    this.#handshake = new Handshake((bytes) => events.send(bytes));
  }

  get isPublishing(): boolean {
    return this.#state === 'publishing';
  }

  /** @throws RtmpProtocolError */
  push(bytes: Buffer): void {
    this.#acknowledge(bytes.length);
    const afterHandshake = this.#state === 'handshake' ? this.#handshake.push(bytes) : bytes;
    if (!afterHandshake) return;
    if (this.#state === 'handshake') this.#state = 'connecting';
    this.#reader.push(afterHandshake);
  }

  /** The publisher may begin. */
  accept(): void {
    if (this.#state !== 'asked') return;
    this.#state = 'publishing';
    this.#reader.expectMedia();
    this.#status('status', 'NetStream.Publish.Start', 'publishing');
  }

  /** Says why not, or why no more; nothing is served afterwards. */
  refuse(code: 'NetStream.Publish.BadName' | 'NetStream.Publish.Failed', description: string): void {
    if (this.#state !== 'asked' && this.#state !== 'publishing') return;
    this.#state = 'over';
    this.#status('error', code, description);
  }

  #take(message: RtmpMessage): void {
    const { typeId, timestampMs, payload } = message;
    if (typeId === tagTypes.audio || typeId === tagTypes.video) {
      const kind = typeId === tagTypes.audio ? 'audio' : 'video';
      // An empty one marks a pause in some encoders.
      if (this.#state === 'publishing' && payload.length > 0)
        this.#events.media({ kind, timestampMs, body: payload });
    } else if (typeId === commandTypes.amf0) this.#command(payload);
    // An AMF 3 command is one of AMF 0 behind a byte.
    else if (typeId === commandTypes.amf3) this.#command(payload.subarray(1));
    // Metadata says nothing that the streams do not; acknowledgements and pings need no answer of ours.
  }

  #command(payload: Buffer): void {
    const [name, transaction, object, argument] = readCommand(payload);
    if (typeof name !== 'string' || typeof transaction !== 'number')
      throw new RtmpProtocolError('a command without a name');
    switch (name) {
      case 'connect':
        this.#connect(transaction, object);
        break;
      case 'createStream':
        this.#events.send(commandBytes(0, '_result', transaction, null, streamId));
        break;
      case 'publish':
        this.#publish(argument);
        break;
      case 'play':
        this.#status('error', 'NetStream.Play.Failed', 'this port takes streams and plays none');
        break;
      case 'FCUnpublish':
      case 'closeStream':
      case 'deleteStream':
        this.#end();
        break;
      default:
      // releaseStream, FCPublish and what encoders add: they wait for no answer.
    }
  }

  #connect(transaction: number, object: AmfValue | undefined): void {
    if (this.#state !== 'connecting') throw new RtmpProtocolError('connected already');
    const app = isObject(object) ? object.app : undefined;
    this.#app = typeof app === 'string' ? app.replace(/\/+$/u, '') : '';
    this.#state = 'connected';
    this.#events.send(
      Buffer.concat([
        controlBytes(controlTypes.windowSize, windowBytes),
        controlBytes(controlTypes.peerBandwidth, windowBytes, dynamicLimit),
        controlBytes(controlTypes.setChunkSize, ourChunkBytes),
        commandBytes(
          0,
          '_result',
          transaction,
          { fmsVer: 'FMS/3,0,1,123', capabilities: 31 },
          {
            level: 'status',
            code: 'NetConnection.Connect.Success',
            description: 'connected',
            objectEncoding: 0,
          },
        ),
      ]),
    );
  }

  #publish(key: AmfValue | undefined): void {
    if (this.#state !== 'connected') throw new RtmpProtocolError('publishing out of turn');
    if (typeof key !== 'string' || key.length === 0) throw new RtmpProtocolError('publishing without a name');
    const [name = '', ...query] = key.split('?');
    this.#state = 'asked';
    this.#events.publishAsked({ app: this.#app, name, query: new URLSearchParams(query.join('?')) });
  }

  #end(): void {
    if (this.#state !== 'publishing' && this.#state !== 'asked') return;
    this.#state = 'over';
    this.#events.publishEnded();
  }

  #status(level: 'status' | 'error', code: string, description: string): void {
    this.#events.send(commandBytes(streamId, 'onStatus', 0, null, { level, code, description }));
  }

  // Encoders that count stop sending when nobody has acknowledged a whole window.
  #acknowledge(bytes: number): void {
    this.#receivedBytes = (this.#receivedBytes + bytes) >>> 0;
    const unacknowledged = (this.#receivedBytes - this.#acknowledgedBytes) >>> 0;
    if (unacknowledged < windowBytes / 2 || this.#state === 'handshake') return;
    this.#acknowledgedBytes = this.#receivedBytes;
    this.#events.send(controlBytes(controlTypes.acknowledgement, this.#receivedBytes));
  }
}

function readCommand(payload: Buffer): AmfValue[] {
  try {
    return readAmfValues(payload);
  } catch (cause) {
    if (cause instanceof AmfError) throw new RtmpProtocolError(cause.message, { cause });
    throw cause;
  }
}

function isObject(value: AmfValue | undefined): value is { [name: string]: AmfValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
