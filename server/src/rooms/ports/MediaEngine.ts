import type {
  ConsumerParameters,
  DtlsParameters,
  IceParameters,
  Layers,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  TransportParameters,
} from '@lianmai/shared';

/*
 * What the domain needs of the media plane. `media/` implements it with mediasoup; FakeMediaEngine stands in for it in tests.
 * Every method may throw an AppError; nothing here ever names a mediasoup type.
 */

/** The whole media plane of this server. */
export interface MediaEngine {
  /** What every browser must be able to negotiate with; the same for all rooms. */
  readonly rtpCapabilities: RtpCapabilities;
  /**
   * Gives a room its media. Nothing is allocated on a worker before the first transport or tap.
   * @throws AppError `capacity_reached`, `media_unavailable`
   */
  openRoom(roomId: string, events: RoomMediaEvents): RoomMedia;
}

/** Somebody's sound that is not silence. */
export interface HeardProducer {
  producerId: string;
  /** -127 to 0. */
  volumeDbov: number;
}

/** What happens in a room's media that is nobody's own. */
export interface RoomMediaEvents {
  /** Who among the room's own audio producers is heard, loudest first; `[]` when it has become silent. About three times a second. */
  audioLevels(heard: readonly HeardProducer[]): void;
}

/** One room's media, on one home worker and as many others as its viewers need. Survives the death of any worker. */
export interface RoomMedia {
  /** One client's transports, producers and consumers. Cheap: allocates nothing yet. */
  openPeer(options: MediaPeerOptions): MediaPeer;
  /** RTP out of the SFU to a UDP address on this machine, for egress. */
  openTap(target: TapTarget): Promise<RtpTap>;
  /** RTP from a process on this machine into the SFU, for ingest. */
  openInjection(options: InjectionOptions): Promise<RtpInjection>;
  /**
   * Makes a producer of another room of this server consumable here, for peers and taps, until the returned function is called or it
   * closes at home. It is piped from its home straight to each router that needs it: its publisher sends it once.
   * @throws AppError `not_found`
   */
  borrowProducer(from: RoomMedia, producerId: string): () => void;
  /** Releases routers and pipes as soon as nobody uses them; a later use allocates them again. */
  releaseIfUnused(): void;
  /** Closes everything, peers and taps included, without further events. Idempotent. */
  close(): void;
}

export interface MediaPeerOptions {
  peerId: string;
  events: MediaPeerEvents;
  /** Caps per peer; see research/reliability.md §4.2 no. 7. */
  limits?: { transports?: number; producers?: number; consumers?: number };
  /** Requests for a keyframe reach each of this peer's tracks at least so far apart, ms, however many viewers join. Default 1000. */
  keyFrameGapMs?: number;
}

export type TransportCloseReason =
  | 'connect_timeout'
  | 'ice_failed'
  | 'dtls_failed'
  | 'media_reset'
  | 'off_stage';

/**
 * What happens to a peer without its asking. Not called for what the peer itself closes, with one exception: the producers on a
 * transport that it closes are told as `producerClosed`. What was on a lost transport is told before `transportClosed`.
 */
export interface MediaPeerEvents {
  transportClosed(transportId: string, reason: TransportCloseReason): void;
  producerClosed(producerId: string, reason: 'transport_closed' | 'media_reset'): void;
  consumerClosed(consumerId: string, producerId: string): void;
  consumerPaused(consumerId: string): void;
  consumerResumed(consumerId: string): void;
  consumerLayersChanged(consumerId: string, layers: Layers | null): void;
  producerScore(producerId: string, kind: MediaKind, score: number): void;
}

/** All ids are looked up inside this peer only: `not_found` for anybody else's. */
export interface MediaPeer {
  /** @throws AppError `limit_reached`, `capacity_reached`, `media_unavailable` */
  createTransport(options: { direction: 'send' | 'recv'; forceTcp: boolean }): Promise<TransportParameters>;
  /** @throws AppError `not_found`, `invalid_state` (connected already) */
  connectTransport(transportId: string, dtlsParameters: DtlsParameters): Promise<void>;
  /** @throws AppError `not_found`, `too_many_requests` (min. 5 s apart, 5 a minute; source: jicofo reference.conf) */
  restartIce(transportId: string): Promise<IceParameters>;
  closeTransport(transportId: string): void;
  /**
   * A way in for one track that a process on this machine sends on the client's behalf. The client is not told when it goes, only of what
   * was published by it. @throws AppError `limit_reached`, `capacity_reached`, `media_unavailable`
   */
  createPlainTransport(): Promise<PlainTransport>;
  /** With everything on them, told as `transportClosed` with `off_stage`: what may send no more shall not be able to. */
  closeSendTransports(): void;
  /** @throws AppError `not_found`, `unsupported_codec`, `invalid_request`, `limit_reached` */
  produce(options: {
    transportId: string;
    kind: MediaKind;
    rtpParameters: RtpParameters;
    paused: boolean;
  }): Promise<{ producerId: string }>;
  pauseProducer(producerId: string): Promise<void>;
  resumeProducer(producerId: string): Promise<void>;
  closeProducer(producerId: string): void;
  /**
   * Starts paused. `producerId` may be anybody's in the same room. A second consumer of it replaces the first.
   * @throws AppError `not_found`, `unsupported_codec`, `limit_reached`
   */
  consume(options: {
    transportId: string;
    producerId: string;
    rtpCapabilities: RtpCapabilities;
  }): Promise<ConsumerParameters>;
  pauseConsumer(consumerId: string): Promise<void>;
  /** Media flows, beginning with a keyframe. */
  resumeConsumer(consumerId: string): Promise<void>;
  setPreferredLayers(consumerId: string, layers: Layers): Promise<void>;
  requestKeyFrame(consumerId: string): Promise<void>;
  closeConsumer(consumerId: string): void;
  /** Closes everything of this peer without events. Idempotent. */
  close(): void;
}

/**
 * Where a tap sends its packets: RTP and RTCP of all its tracks on one port (RFC 5761). Always a loopback address. One RTCP packet
 * is a compound of the sender reports of several tracks.
 */
export interface TapTarget {
  ip: '127.0.0.1';
  port: number;
}

export interface TapTrack {
  readonly producerId: string;
  readonly kind: MediaKind;
  readonly codec: 'H264' | 'VP8' | 'opus';
  readonly ssrc: number;
  readonly payloadType: number;
  readonly clockRate: number;
  /** H.264: `sprop-parameter-sets` and friends, where the publisher sent any. */
  readonly codecParameters: Readonly<Record<string, string | number | boolean | null>>;
  /** Packets flow only after this. */
  resume(): Promise<void>;
  /** Coalesced with everybody else's requests to at most one a second. */
  requestKeyFrame(): Promise<void>;
  close(): void;
}

export interface RtpTap {
  /**
   * Starts paused. RTP keeps one SSRC and gapless sequence numbers as long as the track lives.
   * `onClosed` is called when the producer goes away or the worker dies.
   */
  attach(producerId: string, onClosed: () => void): Promise<TapTrack>;
  /** The worker under the tap died: the tap and its tracks are gone, open a new one. */
  onLost(listener: () => void): void;
  /** Idempotent; closes its tracks without calling `onClosed`. */
  close(): void;
}

/** Where a sender on this machine sends one track, as in `RtpInjection`. */
export interface PlainTransport {
  /** For `produce`. */
  readonly id: string;
  readonly ip: '127.0.0.1';
  readonly port: number;
  readonly rtcpPort: number;
  /** Tells of the track that was published by it. Idempotent. */
  close(): void;
}

export interface InjectionOptions {
  tracks: { kind: MediaKind; rtpParameters: RtpParameters }[];
  /** The worker died: the injection and its producers are gone. */
  onLost(): void;
}

/**
 * A sender on this machine sends each track's RTP to `ip:port` and its RTCP to `ip:rtcpPort`, each from one socket: the first packet
 * decides whom the SFU listens to. For ffmpeg: `rtp://ip:port?rtcpport=rtcpPort`.
 */
export interface RtpInjection {
  readonly ip: '127.0.0.1';
  readonly tracks: { kind: MediaKind; producerId: string; port: number; rtcpPort: number }[];
  close(): void;
}
