import { createSocket } from 'node:dgram';
import { type CompositionSettings, defaultCompositionSettings } from '@lianmai/shared';
import { aggregateNals, packetizeNal } from '../../server/src/egress/rtp/h264Payload.ts';
import { createSenderReport } from '../../server/src/egress/rtp/rtcp.ts';
import { createPacket } from '../../server/src/egress/rtp/rtpPacket.ts';
import type { RtpTap, TapTarget, TapTrack } from '../../server/src/rooms/ports/MediaEngine.ts';
import type { OnAirPerson, OnAirTracks, ShowFeed } from '../../server/src/rooms/ports/ShowFeed.ts';
import type { Clip } from './egressStreamClip.ts';

const payloadTypes = { H264: 102, VP8: 101, opus: 100 } as const;

/** Sends one clip as RTP in real time, with Sender Reports as mediasoup makes them, until closed. Owns its socket and timer. */
export class FakeProducer {
  readonly id: string;
  readonly clip: Clip;
  readonly ssrc = Math.floor(Math.random() * 0xffffffff);
  readonly payloadType: number;
  readonly clockRate: number;
  /** Network and encoder delay between capture and arrival. */
  readonly delayMs: number;
  keyframeRequests = 0;
  isPaused = false;
  onClosed: () => void = () => {};
  readonly #socket = createSocket('udp4');
  readonly #rtpOrigin = Math.floor(Math.random() * 0xffffffff);
  readonly #startedMs = Math.ceil(Date.now() / 4000) * 4000 - 4000;
  #sequence = Math.floor(Math.random() * 0xffff);
  #next: number;
  #waitsForKeyframe = false;
  /** Taps may take the same track to several places. */
  readonly #ports = new Set<number>();
  #timer: NodeJS.Timeout | null = null;
  #lastReportMs = 0;

  constructor(id: string, clip: Clip, delayMs = 0) {
    this.id = id;
    this.clip = clip;
    this.delayMs = delayMs;
    this.payloadType = payloadTypes[clip.codec];
    this.clockRate = clip.codec === 'opus' ? 48_000 : 90_000;
    this.#next = this.#due() + 1;
  }

  sendTo(port: number): void {
    this.#ports.add(port);
    if (this.#timer) return;
    this.#next = this.#due() + 1;
    this.#timer = setInterval(() => this.#tick(), 5);
  }

  requestKeyFrame(): void {
    this.keyframeRequests++;
  }

  close(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    try {
      this.#socket.close();
    } catch {
      // Closed before.
    }
  }

  /** Stops sending there without telling anybody. */
  stop(port: number): void {
    this.#ports.delete(port);
    if (this.#ports.size > 0) return;
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** The index of the newest frame whose capture and delay have passed. All clips run on one wall clock. */
  #due(): number {
    return Math.floor((Date.now() - this.#startedMs - this.delayMs) / this.clip.frameMs);
  }

  #timestamp(index: number): number {
    return (this.#rtpOrigin + (index * this.clip.frameMs * this.clockRate) / 1000) % 2 ** 32;
  }

  #tick(): void {
    for (const due = this.#due(); this.#next <= due; this.#next++) {
      if (this.isPaused) this.#waitsForKeyframe = true;
      else this.#sendFrame(this.#next);
    }
    if (this.isPaused || Date.now() - this.#lastReportMs < 1000) return;
    this.#lastReportMs = Date.now();
    this.#send(this.#report());
  }

  #report(): Buffer {
    const elapsedMs = Date.now() - this.#startedMs;
    const rtpTimestamp = (this.#rtpOrigin + Math.round((elapsedMs * this.clockRate) / 1000)) % 2 ** 32;
    return createSenderReport({ ssrc: this.ssrc, ntpMs: this.#startedMs + elapsedMs, rtpTimestamp });
  }

  #sendFrame(index: number): void {
    const frame = this.clip.frames[index % this.clip.frames.length];
    if (!frame) return;
    if (frame.isKeyframe) this.#waitsForKeyframe = false;
    if (this.#waitsForKeyframe) return;
    const payloads = this.#payloads(frame.units);
    payloads.forEach((payload, i) => {
      const header = {
        payloadType: this.payloadType,
        marker: this.clip.codec !== 'opus' && i === payloads.length - 1,
        sequence: this.#sequence++ & 0xffff,
        timestamp: this.#timestamp(index),
        ssrc: this.ssrc,
      };
      this.#send(createPacket(header, payload));
    });
  }

  #send(packet: Buffer): void {
    for (const port of this.#ports) this.#socket.send(packet, port, '127.0.0.1');
  }

  #payloads(units: Buffer[]): Buffer[] {
    if (this.clip.codec === 'opus') return units;
    if (this.clip.codec === 'VP8') return units.flatMap((unit) => vp8Payloads(unit));
    const isSet = (nal: Buffer) => [7, 8].includes((nal[0] ?? 0) & 0x1f);
    const sets = units.filter(isSet);
    const slices = units.filter((nal) => !isSet(nal)).flatMap((nal) => packetizeNal(nal));
    return sets.length > 0 ? [aggregateNals(sets), ...slices] : slices;
  }
}

function vp8Payloads(frame: Buffer): Buffer[] {
  const payloads: Buffer[] = [];
  for (let at = 0; at < frame.length; at += 1100) {
    const descriptor = Buffer.from([at === 0 ? 0x10 : 0x00]);
    payloads.push(Buffer.concat([descriptor, frame.subarray(at, at + 1100)]));
  }
  return payloads;
}

interface FakePerson {
  video: FakeProducer | null;
  audio: FakeProducer | null;
}

/** A room whose producers are clips. The anchor is always there; guests come and go. */
export class FakeShowFeed implements ShowFeed {
  readonly roomId = 'room';
  readonly taps = new Set<FakeTap>();
  readonly #listeners = new Set<() => void>();
  readonly #producers = new Map<string, FakeProducer>();
  readonly #people = new Map<number, FakePerson>([[0, { video: null, audio: null }]]);
  #settings = defaultCompositionSettings;
  #showId: string | null = 'show-1';

  get listenerCount(): number {
    return this.#listeners.size;
  }

  showId(): string | null {
    return this.#showId;
  }

  onAir(): OnAirTracks {
    const anchor = this.#people.get(0);
    return { video: track(anchor?.video), audio: track(anchor?.audio) };
  }

  people(): readonly OnAirPerson[] {
    if (this.#showId === null) return [];
    const seats = [...this.#people].toSorted(([a], [b]) => a - b);
    return seats.map(([seat, { video, audio }]) => ({
      personId: `person-${seat}`,
      roomId: this.roomId,
      seat,
      isRival: false,
      user: { id: `user-${seat}`, name: `Person ${seat}`, avatarUrl: null },
      video: track(video),
      audio: track(audio),
    }));
  }

  composition(): CompositionSettings {
    return this.#settings;
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async openTap(target: TapTarget): Promise<RtpTap> {
    const tap = new FakeTap(this.#producers, target);
    this.taps.add(tap);
    return tap;
  }

  publish(kind: 'video' | 'audio', producer: FakeProducer | null, seat = 0): void {
    const person = this.#people.get(seat) ?? { video: null, audio: null };
    const before = person[kind];
    this.#people.set(seat, { ...person, [kind]: producer });
    if (producer) this.#producers.set(producer.id, producer);
    if (before) this.#remove(before);
    this.#changed();
  }

  /** A guest leaves the stage. */
  leave(seat: number): void {
    const person = this.#people.get(seat);
    this.#people.delete(seat);
    for (const producer of [person?.video, person?.audio]) if (producer) this.#remove(producer);
    this.#changed();
  }

  compose(settings: Partial<CompositionSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    this.#changed();
  }

  pause(kind: 'video' | 'audio', isPaused: boolean): void {
    const producer = this.#people.get(0)?.[kind];
    if (producer) producer.isPaused = isPaused;
    this.#changed();
  }

  endShow(): void {
    this.#showId = null;
    this.#changed();
  }

  close(): void {
    for (const producer of this.#producers.values()) producer.close();
  }

  #remove(producer: FakeProducer): void {
    this.#producers.delete(producer.id);
    producer.close();
    producer.onClosed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function track(producer: FakeProducer | null | undefined): OnAirTracks['video'] {
  return producer ? { producerId: producer.id, isPaused: producer.isPaused } : null;
}

class FakeTap implements RtpTap {
  readonly #producers: Map<string, FakeProducer>;
  readonly #target: TapTarget;
  readonly #attached = new Set<FakeProducer>();
  #onLost: () => void = () => {};

  constructor(producers: Map<string, FakeProducer>, target: TapTarget) {
    this.#producers = producers;
    this.#target = target;
  }

  async attach(producerId: string, onClosed: () => void): Promise<TapTrack> {
    const producer = this.#producers.get(producerId);
    if (!producer) throw new Error('no such producer');
    producer.onClosed = onClosed;
    this.#attached.add(producer);
    return {
      producerId,
      kind: producer.clip.codec === 'opus' ? 'audio' : 'video',
      codec: producer.clip.codec,
      ssrc: producer.ssrc,
      payloadType: producer.payloadType,
      clockRate: producer.clockRate,
      codecParameters: {},
      resume: async () => producer.sendTo(this.#target.port),
      requestKeyFrame: async () => producer.requestKeyFrame(),
      close: () => producer.stop(this.#target.port),
    };
  }

  onLost(listener: () => void): void {
    this.#onLost = listener;
  }

  /** What a worker's death looks like. */
  lose(): void {
    for (const producer of this.#attached) producer.stop(this.#target.port);
    this.#onLost();
  }

  close(): void {
    for (const producer of this.#attached) producer.stop(this.#target.port);
  }
}
