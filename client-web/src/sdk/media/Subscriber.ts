import type { Layers, Publication } from '@lianmai/shared';
import type { Device, types } from 'mediasoup-client';
import { retrying } from '../core/retry.ts';
import type { ReadableStore } from '../core/Store.ts';
import { LiveError } from '../LiveError.ts';
import type { PlaybackStats, QualityChoice, RemoteUser } from '../types.ts';
import { preferredLayers, type TileSize } from './layerChoice.ts';
import type { MediaSignaling } from './MediaSignaling.ts';
import { type MediaTransport, onTransport } from './MediaTransport.ts';
import { type MediaProgress, readPlaybackStats, readProgress } from './playbackStats.ts';
import { RemoteUsers } from './RemoteUsers.ts';
import { CounterMemory, type StatsEntry, statsEntries } from './statsReport.ts';
import { consumerParameters, recvCapabilities } from './wireTypes.ts';

export interface SubscriberOptions {
  transport: Pick<MediaTransport, 'get' | 'current' | 'release'>;
  signaling: MediaSignaling;
  device: () => Promise<Device>;
  /** Our room; null before it is known. */
  roomId: () => string | null;
  /** Everything on air but our own. */
  publications: () => readonly Publication[];
  /** What others send into the green room, as far as we may see it. */
  previews: () => readonly Publication[];
  onError: (error: LiveError) => void;
}

interface Wanted {
  publication: Publication;
  isPreview: boolean;
}

/** One publication that we receive or are about to. */
interface Subscription extends Wanted {
  consumer: types.Consumer | null;
  hasLayers: boolean;
  sentLayers: number | null;
}

/**
 * Everybody else's tracks over WebRTC: subscribes to whatever is on air in the room while started, and again after every lost
 * transport or Session.
 */
export class Subscriber {
  readonly #options: SubscriberOptions;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #remote = new RemoteUsers();
  readonly #counters = new CounterMemory();
  readonly #tiles = new Map<string, TileSize>();
  #isStarted = false;
  #quality: QualityChoice = 'auto';

  constructor(options: SubscriberOptions) {
    this.#options = options;
  }

  /** Who is on air by seat, anchor first; then a PK's rival, then the green room. */
  get users(): ReadableStore<readonly RemoteUser[]> {
    return this.#remote.users;
  }

  get isStarted(): boolean {
    return this.#isStarted;
  }

  get quality(): QualityChoice {
    return this.#quality;
  }

  /** Receives everything that is and will be published in the room. */
  start(): void {
    this.#isStarted = true;
    this.sync();
  }

  /** Receives nothing any more; `start()` begins again. */
  stop(): void {
    this.#isStarted = false;
    for (const subscription of [...this.#subscriptions.values()]) this.#drop(subscription);
    this.#options.transport.release();
    this.#show();
  }

  setQuality(choice: QualityChoice): void {
    this.#quality = choice;
    this.#updateLayers();
  }

  /**
   * Size on screen in CSS pixels, for the choice of a layer; null: unknown, the best one is sent. `of` is a `producerId`, or a
   * `sessionId` for everything of one person that has no size of its own.
   */
  setTileSize(of: string, size: TileSize | null): void {
    if (size) this.#tiles.set(of, size);
    else this.#tiles.delete(of);
    this.#updateLayers();
  }

  /** The room's publications changed: subscribe to what is new, let go of what is gone. */
  sync(): void {
    const wanted = this.#wanted();
    for (const [producerId, subscription] of [...this.#subscriptions]) {
      const known = wanted.get(producerId);
      if (known) Object.assign(subscription, known);
      else this.#drop(subscription);
    }
    for (const [producerId, publication] of wanted)
      if (!this.#subscriptions.has(producerId)) this.#subscribe(publication);
    this.#show();
  }

  /** The transport is gone, and all consumers with it. */
  resubscribe(): void {
    for (const subscription of [...this.#subscriptions.values()]) this.#drop(subscription);
    this.sync();
  }

  closedByServer(consumerId: string): void {
    const subscription = [...this.#subscriptions.values()].find((one) => one.consumer?.id === consumerId);
    if (!subscription) return;
    this.#drop(subscription);
    // Its producer may be on air still: then this was a fault, and sync mends it. If not, the Room log is about to say so.
    setTimeout(() => this.sync(), 500);
    this.#show();
  }

  producerOf(consumerId: string): string | null {
    const found = [...this.#subscriptions.values()].find((one) => one.consumer?.id === consumerId);
    return found?.publication.producerId ?? null;
  }

  /** Of one person (default: the anchor); null while nothing arrives. */
  async stats(sessionId?: string): Promise<PlaybackStats | null> {
    const entries = await this.#entries(sessionId);
    return entries.length > 0 ? readPlaybackStats(entries, this.#counters) : null;
  }

  /** How far decoding has come, of everybody's tracks together. */
  async progress(): Promise<MediaProgress> {
    const report = await this.#options.transport.current?.getStats().catch(() => null);
    return readProgress(report ? statsEntries(report) : []);
  }

  async #entries(sessionId = this.users.getSnapshot()[0]?.sessionId): Promise<StatsEntry[]> {
    const consumers = [...this.#subscriptions.values()]
      .filter(({ publication }) => publication.sessionId === sessionId)
      .map(({ consumer }) => consumer)
      .filter((consumer) => consumer !== null && !consumer.closed);
    const reports = await Promise.all(consumers.map((consumer) => consumer?.getStats().catch(() => null)));
    // Every report repeats the connection itself.
    const byId = new Map<string, StatsEntry>();
    for (const report of reports)
      if (report) for (const entry of statsEntries(report)) byId.set(entry.id, entry);
    return [...byId.values()];
  }

  /** By producer. Somebody who is just being taken on air stands in both lists for a moment. */
  #wanted(): Map<string, Wanted> {
    const { publications, previews } = this.#options;
    const all = [
      ...previews().map((publication) => ({ publication, isPreview: true })),
      ...publications().map((publication) => ({ publication, isPreview: false })),
    ];
    return new Map(this.#isStarted ? all.map((one) => [one.publication.producerId, one]) : []);
  }

  #subscribe(wanted: Wanted): void {
    const subscription: Subscription = { ...wanted, consumer: null, hasLayers: false, sentLayers: null };
    this.#subscriptions.set(wanted.publication.producerId, subscription);
    const isWanted = () => this.#isCurrent(subscription);
    retrying(() => this.#consume(subscription), { isWanted }).catch((error: unknown) => {
      const failure = LiveError.from(error);
      // `not_found`: it left the air meanwhile, as the Room log will say.
      if (failure.code !== 'aborted' && failure.code !== 'not_found') this.#options.onError(failure);
    });
  }

  async #consume(subscription: Subscription): Promise<void> {
    const { signaling, transport, device } = this.#options;
    const { producerId, sessionId } = subscription.publication;
    const [{ recvRtpCapabilities }, own] = await Promise.all([device(), transport.get()]);
    if (!this.#isCurrent(subscription)) throw new LiveError('aborted');
    const {
      id,
      kind,
      rtpParameters: wireParameters,
      type,
    } = await signaling.request('subscribe', {
      transportId: own.id,
      producerId,
      rtpCapabilities: recvCapabilities(recvRtpCapabilities),
    });
    const abandoned = () => !this.#isCurrent(subscription) || own.closed;
    if (abandoned()) return this.#release(id);
    // One stream id per person and place, so that the browser keeps picture and sound together.
    const streamId = `${sessionId}-${subscription.publication.source.startsWith('screen') ? 'screen' : 'main'}`;
    const rtpParameters = consumerParameters(wireParameters);
    const consumer = await onTransport(own, () =>
      own.consume({ id, producerId, kind, rtpParameters, streamId }),
    );
    if (abandoned()) {
      consumer.close();
      return this.#release(id);
    }
    subscription.consumer = consumer;
    subscription.hasLayers = type === 'simulcast' || type === 'svc';
    this.#show();
    this.#sendLayers(subscription);
    await signaling.request('resumeConsumer', { consumerId: id });
  }

  #isCurrent(subscription: Subscription): boolean {
    return this.#subscriptions.get(subscription.publication.producerId) === subscription;
  }

  #drop(subscription: Subscription): void {
    this.#subscriptions.delete(subscription.publication.producerId);
    subscription.consumer?.close();
    subscription.consumer = null;
  }

  #release(consumerId: string): void {
    this.#options.signaling.request('unsubscribe', { consumerId }).catch(() => undefined);
  }

  #updateLayers(): void {
    for (const subscription of this.#subscriptions.values()) this.#sendLayers(subscription);
  }

  #sendLayers(subscription: Subscription): void {
    const { consumer, hasLayers, publication, sentLayers } = subscription;
    if (!consumer || !hasLayers) return;
    const layers: Layers = preferredLayers(
      this.#quality,
      this.#tiles.get(publication.producerId) ?? this.#tiles.get(publication.sessionId) ?? null,
      globalThis.devicePixelRatio ?? 1,
    );
    // A consumer starts with no preference, which is the best layer.
    if (layers.spatialLayer === (sentLayers ?? 2)) return;
    subscription.sentLayers = layers.spatialLayer;
    this.#options.signaling
      .request('setPreferredLayers', { consumerId: consumer.id, layers })
      .catch(() => undefined);
  }

  #show(): void {
    this.#remote.show(
      [...this.#subscriptions.values()].flatMap(({ publication, isPreview, consumer }) =>
        consumer ? [{ publication, isPreview, consumerId: consumer.id, track: consumer.track }] : [],
      ),
      this.#options.roomId(),
    );
  }
}
