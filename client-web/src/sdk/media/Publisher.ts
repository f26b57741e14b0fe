import { type MediaSource, type NoticeMap, sourceKind } from '@lianmai/shared';
import type { Device, types } from 'mediasoup-client';
import { delay, retrying } from '../core/retry.ts';
import { type ReadableStore, Store } from '../core/Store.ts';
import { LiveError } from '../LiveError.ts';
import type { LocalPublication, PublisherStats, PublishVideoOptions } from '../types.ts';
import { codecOptions } from './encodings.ts';
import type { MediaSignaling } from './MediaSignaling.ts';
import { type MediaTransport, onTransport, type ProducerAppData } from './MediaTransport.ts';
import { readPublisherStats } from './publisherStats.ts';
import {
  type ForcedMute,
  isForceMuted,
  layerCount,
  newSlot,
  type Slot,
  videoSettings,
} from './publishSlot.ts';
import { CounterMemory, statsEntries } from './statsReport.ts';

export interface PublisherOptions {
  transport: Pick<MediaTransport, 'get' | 'current'>;
  signaling: MediaSignaling;
  device: () => Promise<Device>;
  onTrackEnded: (source: MediaSource) => void;
  onRemoved: (source: MediaSource, reason: NoticeMap['producerClosed']['reason']) => void;
  onCut: (source: MediaSource) => void;
  onError: (error: LiveError) => void;
}

// Long enough for black frames of a disabled camera to reach everybody, the egress included, before the server stops forwarding.
const blackFramesMs = 250;
// Going live waits so long for a media service that is just restarting.
const firstPublishMs = 15_000;

/**
 * Our tracks on air, at most one of each source. Survives lost transports and Sessions: what was published is published again.
 * Owns the tracks it was given and stops them when they leave the air.
 */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #slots = new Map<MediaSource, Slot>();
  readonly #publications = new Store<readonly LocalPublication[]>([]);
  readonly #counters = new CounterMemory();
  /** What hosts have muted of us; null: we have no guest's seat. */
  #forcedMute: ForcedMute | null = null;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  get publications(): ReadableStore<readonly LocalPublication[]> {
    return this.#publications;
  }

  /** Resolves when the track is on air. A source that is on air already gets its track replaced. */
  async publish(
    source: MediaSource,
    track: MediaStreamTrack,
    options: PublishVideoOptions = {},
  ): Promise<void> {
    if (this.#slots.has(source)) return await this.replaceTrack(source, track);
    const slot = newSlot({ source, track, options, forgetTrack: this.#watchTrack(source, track) });
    this.#slots.set(source, slot);
    if (isForceMuted(this.#forcedMute, source)) track.enabled = false;
    this.#changed();
    try {
      const deadlineMs = Date.now() + firstPublishMs;
      await this.#untilProduced(slot, () => Date.now() < deadlineMs);
    } catch (error) {
      this.#discard(slot, { stopTrack: false });
      throw LiveError.from(error);
    }
  }

  async mute(source: MediaSource): Promise<void> {
    await this.#setMuted(source, true);
  }

  /** Rejects with `muted_by_host` as long as a host has muted it. */
  async unmute(source: MediaSource): Promise<void> {
    if (isForceMuted(this.#forcedMute, source)) throw new LiveError('muted_by_host');
    await this.#setMuted(source, false);
  }

  /** Another device or track under the same publication; viewers notice nothing but the new picture. Stops the old track. */
  async replaceTrack(source: MediaSource, track: MediaStreamTrack): Promise<void> {
    const slot = this.#slotOf(source);
    await this.#inTurn(slot, async () => {
      if (slot.track === track) return;
      const old = slot.track;
      const keepsLayers = layerCount(slot, track) === layerCount(slot, old);
      if (keepsLayers) await slot.producer?.replaceTrack({ track });
      slot.forgetTrack();
      slot.track = track;
      slot.forgetTrack = this.#watchTrack(source, track);
      track.enabled = !this.#isMuted(slot);
      // Browsers would drop the best layer of a picture that is too small for as many as were agreed on.
      if (!keepsLayers) await this.#publishAnew(slot);
      old.stop();
      this.#changed();
    });
  }

  async unpublish(source: MediaSource): Promise<void> {
    const slot = this.#slots.get(source);
    if (!slot) return;
    const producerId = slot.producer?.id;
    this.#discard(slot, { stopTrack: true });
    if (producerId) await this.#options.signaling.request('unpublish', { producerId });
  }

  /** Everything off the air, without telling the server (it knows, or the Session is over). */
  clear(): void {
    for (const slot of [...this.#slots.values()]) this.#discard(slot, { stopTrack: true });
  }

  /** What hosts have muted of us. The server enforces it; when it is lifted, what we had muted ourselves stays muted. */
  setForcedMute(forcedMute: ForcedMute): void {
    this.#forcedMute = forcedMute;
    for (const slot of this.#slots.values()) slot.track.enabled = !this.#isMuted(slot);
    this.#changed();
  }

  /** Our seat is gone, and everything that was published from it. */
  leaveStage(): void {
    for (const slot of [...this.#slots.values()]) this.#remove(slot, 'off_stage');
    this.#forcedMute = null;
  }

  /** The transport is gone: put everything on the air again. */
  republish(): void {
    for (const slot of this.#slots.values()) this.#produceAgain(slot);
    this.#changed();
  }

  /** The server closed one of our producers. */
  closedByServer(producerId: string, reason: NoticeMap['producerClosed']['reason']): void {
    const slot = this.#slotOfProducer(producerId);
    if (!slot) return;
    // With its transport gone (or about to be reported gone), `republish` follows.
    if (reason === 'transport_closed' || reason === 'media_reset') this.#produceAgain(slot);
    else if (reason === 'cut') {
      this.#options.onCut(slot.source);
      this.#produceAgain(slot);
    } else this.#remove(slot, reason);
  }

  /** After a resume: producers that the server no longer has (the notice was lost) are made again. */
  reconcile(producerIds: ReadonlySet<string>): void {
    for (const slot of this.#slots.values())
      if (slot.producer && !producerIds.has(slot.producer.id)) this.#produceAgain(slot);
  }

  sourceOf(producerId: string): MediaSource | null {
    return this.#slotOfProducer(producerId)?.source ?? null;
  }

  /** Null while nothing is on air. */
  async stats(): Promise<PublisherStats | null> {
    const transport = this.#options.transport.current;
    if (!transport || this.#slots.size === 0) return null;
    return readPublisherStats(statsEntries(await transport.getStats()), this.#counters);
  }

  async #produce(slot: Slot): Promise<void> {
    const device = await this.#options.device();
    const transport = await this.#options.transport.get();
    if (this.#slots.get(slot.source) !== slot) throw new LiveError('aborted');
    const appData: ProducerAppData = { source: slot.source, isMuted: slot.isMuted };
    const producer = await onTransport(transport, () =>
      transport.produce({
        track: slot.track,
        ...videoSettings(slot, device),
        codecOptions: codecOptions(slot.source),
        // Tracks belong to us, and what muting does to them too.
        stopTracks: false,
        disableTrackOnPause: false,
        appData,
      }),
    );
    if (this.#slots.get(slot.source) !== slot) return this.#release(producer);
    if (producer.closed) throw new LiveError('media_unavailable');
    slot.producer = producer;
    this.#changed();
    if (slot.isMuted !== appData.isMuted) void this.#tellMuted(slot).catch(this.#report);
  }

  async #publishAnew(slot: Slot): Promise<void> {
    const { producer } = slot;
    slot.producer = null;
    if (producer) this.#release(producer);
    await this.#untilProduced(slot, () => true);
  }

  #produceAgain(slot: Slot): void {
    slot.producer?.close();
    slot.producer = null;
    this.#changed();
    this.#untilProduced(slot, () => true).catch((error: unknown) => {
      const failure = LiveError.from(error);
      if (failure.code !== 'aborted') this.#report(failure);
    });
  }

  /** One loop a slot: a lost transport is told by several notices, and all of them end here. */
  async #untilProduced(slot: Slot, hasTime: () => boolean): Promise<void> {
    if (slot.isProducing) return;
    slot.isProducing = true;
    const isWanted = () => this.#slots.get(slot.source) === slot && slot.producer === null && hasTime();
    try {
      while (isWanted()) await retrying(() => this.#produce(slot), { isWanted });
    } finally {
      slot.isProducing = false;
    }
  }

  #release(producer: types.Producer): void {
    producer.close();
    this.#options.signaling.request('unpublish', { producerId: producer.id }).catch(() => undefined);
  }

  async #setMuted(source: MediaSource, isMuted: boolean): Promise<void> {
    const slot = this.#slotOf(source);
    slot.isMuted = isMuted;
    slot.track.enabled = !this.#isMuted(slot);
    this.#changed();
    await this.#inTurn(slot, async () => {
      if (isMuted && sourceKind[source] === 'video') await delay(blackFramesMs);
      await this.#tellMuted(slot);
    });
  }

  async #tellMuted(slot: Slot): Promise<void> {
    const producerId = slot.producer?.id;
    if (!producerId) return;
    try {
      await this.#options.signaling.request(slot.isMuted ? 'pauseTrack' : 'resumeTrack', { producerId });
    } catch (error) {
      // Just lost: its successor is published the way the slot says.
      if (LiveError.from(error).code !== 'not_found') throw error;
    }
  }

  async #inTurn(slot: Slot, act: () => Promise<void>): Promise<void> {
    const mine = slot.turn.then(act);
    slot.turn = mine.catch(() => undefined);
    await mine;
  }

  #remove(slot: Slot, reason: NoticeMap['producerClosed']['reason']): void {
    // An anchor's next show begins with the same tracks.
    this.#discard(slot, { stopTrack: reason !== 'show_ended' || this.#forcedMute !== null });
    this.#options.onRemoved(slot.source, reason);
  }

  #discard(slot: Slot, { stopTrack }: { stopTrack: boolean }): void {
    this.#slots.delete(slot.source);
    slot.forgetTrack();
    slot.producer?.close();
    slot.producer = null;
    if (stopTrack) slot.track.stop();
    this.#changed();
  }

  #watchTrack(source: MediaSource, track: MediaStreamTrack): () => void {
    const ended = () => this.#options.onTrackEnded(source);
    track.addEventListener('ended', ended);
    return () => track.removeEventListener('ended', ended);
  }

  #isMuted(slot: Slot): boolean {
    return slot.isMuted || isForceMuted(this.#forcedMute, slot.source);
  }

  #slotOf(source: MediaSource): Slot {
    const slot = this.#slots.get(source);
    if (!slot) throw new LiveError('invalid_state', { cause: `${source} is not published` });
    return slot;
  }

  #slotOfProducer(producerId: string): Slot | undefined {
    return [...this.#slots.values()].find((slot) => slot.producer?.id === producerId);
  }

  readonly #report = (error: unknown): void => this.#options.onError(LiveError.from(error));

  #changed(): void {
    this.#publications.set(
      [...this.#slots.values()].map((slot) => ({
        source: slot.source,
        kind: sourceKind[slot.source],
        track: slot.track,
        producerId: slot.producer?.id ?? null,
        isMuted: this.#isMuted(slot),
        isForceMuted: isForceMuted(this.#forcedMute, slot.source),
      })),
    );
  }
}
