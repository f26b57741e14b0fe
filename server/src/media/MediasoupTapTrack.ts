import type { MediaKind } from '@lianmai/shared';
import { RtpParameters } from '@lianmai/shared';
import type { types } from 'mediasoup';
import { AppError } from '../core/AppError.ts';
import type { TapTrack } from '../rooms/ports/MediaEngine.ts';
import { type CodecName, codecName } from './codecs.ts';
import { withMediaErrors } from './mediaErrors.ts';

/** Owns one producer's RTP on its way out: one SSRC, gapless sequence numbers, highest simulcast layer. */
export class MediasoupTapTrack implements TapTrack {
  readonly producerId: string;
  readonly kind: MediaKind;
  readonly codec: CodecName;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly clockRate: number;
  readonly codecParameters: TapTrack['codecParameters'];
  readonly #consumer: types.Consumer;
  readonly #forget: () => void;
  readonly #onLost: () => void;

  /** `producerId` is the room's name for what is consumed, `forget` takes it out of its tap, `onLost` tells that it closed without `close()`. */
  constructor(producerId: string, consumer: types.Consumer, forget: () => void, onLost: () => void) {
    const { codecs, encodings } = RtpParameters.parse(consumer.rtpParameters);
    const codec = codecs[0];
    const name = codec && codecName(codec.mimeType);
    const ssrc = encodings[0]?.ssrc;
    if (!codec || !name || ssrc === undefined) throw new AppError('unsupported_codec');
    this.producerId = producerId;
    this.kind = consumer.kind;
    this.codec = name;
    this.ssrc = ssrc;
    this.payloadType = codec.payloadType;
    this.clockRate = codec.clockRate;
    this.codecParameters = codec.parameters ?? {};
    this.#consumer = consumer;
    this.#forget = forget;
    this.#onLost = onLost;
    consumer.on('producerclose', () => this.lose());
  }

  async resume(): Promise<void> {
    await withMediaErrors(() => this.#consumer.resume());
  }

  async requestKeyFrame(): Promise<void> {
    if (this.kind === 'video') await withMediaErrors(() => this.#consumer.requestKeyFrame());
  }

  close(): void {
    this.#forget();
    this.#consumer.close();
  }

  /** The producer or the worker is gone. */
  lose(): void {
    this.#forget();
    this.#onLost();
  }
}
