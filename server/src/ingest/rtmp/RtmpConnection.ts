import type { Socket } from 'node:net';
import type { Language } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import { languageOf } from '../../core/language.ts';
import type { Logger } from '../../core/logger.ts';
import { isSignedOut, type SignedOut } from '../../rooms/signedOut.ts';
import { RtmpProtocolError } from './messages.ts';
import type { RtmpPublication } from './RtmpPublication.ts';
import type { PublisherPlace } from './RtmpServer.ts';
import { type PublishRequest, type RtmpMedia, RtmpSession } from './RtmpSession.ts';

export interface RtmpConnectionOptions {
  socket: Socket;
  /** Lets a publisher in. @throws AppError */
  admit: (request: PublishRequest, connection: RtmpConnection) => Promise<RtmpPublication>;
  clock: Clock;
  log: Logger;
  onClosed: (connection: RtmpConnection, itsMediaGone: Promise<void>) => void;
}

/** From the first byte to the first media. */
const startDeadlineMs = 10_000;
/** A publisher who sends nothing for so long is gone, whatever its socket says. */
const silenceMs = 8000;
const silenceCheckMs = 1000;
const maxUnsentBytes = 256 << 10;
/** So long a publisher may take to read why. */
const farewellMs = 1000;

/** One publisher's socket: ends with its publication, with silence, with nonsense, or when told to; always tells the publisher why. */
export class RtmpConnection {
  readonly #options: RtmpConnectionOptions;
  readonly #session: RtmpSession;
  readonly #disposables = new Disposables();
  /** Where it publishes, once it is let in. */
  place: PublisherPlace | null = null;
  /** As its address says; encoders show what they are told as it stands. */
  #language: Language = 'en';
  #publication: RtmpPublication | null = null;
  #lastMediaAtMs: number;
  #isClosed = false;
  #closing: Promise<void> = Promise.resolve();

  constructor(options: RtmpConnectionOptions) {
    this.#options = options;
    const { socket, clock } = options;
    this.#lastMediaAtMs = clock.nowMs() + startDeadlineMs - silenceMs;
    this.#session = new RtmpSession({
      send: (bytes) => this.#send(bytes),
      publishAsked: (request) => void this.#admit(request),
      media: (media) => this.#takeMedia(media),
      publishEnded: () => void this.close('the publisher has ended'),
    });
    this.#disposables.add(clock.every(silenceCheckMs, () => this.#checkSilence()));
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.#push(bytes));
    socket.on('error', (err) => this.#options.log.debug({ err }, 'RTMP socket error'));
    socket.on('close', () => void this.close('the connection is gone'));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when its media is off the air. Idempotent. */
  close(reason: string): Promise<void> {
    if (this.#isClosed) return this.#closing;
    this.#isClosed = true;
    this.#disposables.dispose();
    this.#session.refuse('NetStream.Publish.Failed', reason);
    // Not destroyed at once: the publisher is to read why.
    const { socket, clock } = this.#options;
    socket.end();
    const giveUp = clock.after(farewellMs, () => socket.destroy());
    socket.once('close', giveUp);
    this.#options.log.info({ reason }, 'RTMP connection ended');
    this.#closing = this.#publication?.close() ?? Promise.resolve();
    this.#options.onClosed(this, this.#closing);
    return this.#closing;
  }

  /** Closes, if it is somebody's who is signed out now. */
  disconnect(signedOut: SignedOut): void {
    const identity = this.place?.identity;
    if (identity && isSignedOut(identity, signedOut)) void this.close('signed out');
  }

  /** Closes, if that is good no more by which it was let in. */
  recheck(): void {
    try {
      this.place?.assertStillGood();
    } catch (error) {
      void this.close(this.#sentenceOf(error));
    }
  }

  // Who asks without reading the answers must not make us keep them.
  #send(bytes: Buffer): void {
    const { socket } = this.#options;
    if (socket.writableLength > maxUnsentBytes) socket.destroy();
    else if (socket.writable) socket.write(bytes);
  }

  #push(bytes: Buffer): void {
    if (this.#isClosed) return;
    try {
      this.#session.push(bytes);
    } catch (error) {
      if (!(error instanceof RtmpProtocolError)) throw error;
      void this.close(`not RTMP: ${error.message}`);
    }
  }

  async #admit(request: PublishRequest): Promise<void> {
    this.#language = languageOf(request.query.get('lang') ?? undefined);
    try {
      const publication = await this.#options.admit(request, this);
      if (this.#isClosed) return await publication.close();
      this.#publication = publication;
      this.#lastMediaAtMs = this.#options.clock.nowMs();
      this.#session.accept();
    } catch (error) {
      const { code } = AppError.from(error);
      if (code === 'internal')
        this.#options.log.error({ err: error }, 'RTMP publisher could not be admitted');
      else this.#options.log.info({ code, name: request.name }, 'RTMP publisher refused');
      this.#session.refuse('NetStream.Publish.BadName', this.#sentenceOf(error));
      void this.close(code);
    }
  }

  #takeMedia(media: RtmpMedia): void {
    this.#lastMediaAtMs = this.#options.clock.nowMs();
    this.#publication?.push(media);
  }

  #checkSilence(): void {
    if (this.#options.clock.nowMs() - this.#lastMediaAtMs > silenceMs) void this.close('no media came');
  }

  #sentenceOf(error: unknown): string {
    const { code, message } = AppError.from(error).toWire(this.#language);
    return `${code}: ${message}`;
  }
}
