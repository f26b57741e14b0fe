import type { ConsumerParameters, IceCandidate, MediaKind, TransportParameters } from '@lianmai/shared';
import { PeerConnection, type Track } from 'node-datachannel';
import { waitFor } from '../waitFor.ts';
import { ReceivedTrack, type TrackFigures } from './ReceivedTrack.ts';
import { candidateLine, remoteOffer, sha256Fingerprint } from './remoteOffer.ts';
import type { ViewedTrack, ViewerSignaling } from './ViewerSignaling.ts';

const connectDeadlineMs = 10_000;

export interface ViewerFigures {
  /** When the viewer began to ask for its transport, on `performance.now()`. */
  startedAtMs: number;
  video: TrackFigures;
  audio: TrackFigures;
}

/**
 * A viewer without a browser: real ICE and DTLS-SRTP through libdatachannel, everything received counted and nothing decoded.
 * Owns one peer connection.
 */
export class RtcViewer {
  /** What the server lets it connect over; libdatachannel itself does not tell the protocol of a TCP connection. */
  readonly offeredProtocols: ReadonlySet<IceCandidate['protocol']>;
  readonly #connection: PeerConnection;
  readonly #tracks: Record<MediaKind, ReceivedTrack>;
  readonly #startedAtMs: number;
  // A track that nobody refers to any more is collected, and with it its listener.
  readonly #kept: Track[] = [];
  #isClosed = false;

  /** Resolves when media may flow: transport connected, consumers resumed. @throws when that does not come about */
  static async start(signaling: ViewerSignaling, tracks: readonly ViewedTrack[]): Promise<RtcViewer> {
    const startedAtMs = performance.now();
    const transport = await signaling.createTransport();
    const consumers = await Promise.all(
      tracks.map(({ producerId }) => signaling.subscribe(transport.id, producerId)),
    );
    const viewer = new RtcViewer(transport, consumers, startedAtMs);
    try {
      await viewer.#connect(signaling, transport, consumers);
      await Promise.all(consumers.map(({ id }) => signaling.resumeConsumer(id)));
      return viewer;
    } catch (error) {
      viewer.close();
      throw error;
    }
  }

  private constructor(
    transport: TransportParameters,
    consumers: readonly ConsumerParameters[],
    startedAtMs: number,
  ) {
    this.offeredProtocols = new Set(transport.iceCandidates.map(({ protocol }) => protocol));
    this.#startedAtMs = startedAtMs;
    const isH264 = ({ rtpParameters }: ConsumerParameters) =>
      rtpParameters.codecs[0]?.mimeType.toLowerCase() === 'video/h264';
    this.#tracks = {
      video: new ReceivedTrack({ isH264: consumers.some(isH264) }),
      audio: new ReceivedTrack({ isH264: false }),
    };
    this.#connection = new PeerConnection('viewer', { iceServers: [], enableIceTcp: true });
    this.#connection.onTrack((track) => this.#receive(track));
  }

  get figures(): ViewerFigures {
    return {
      startedAtMs: this.#startedAtMs,
      video: this.#tracks.video.figures,
      audio: this.#tracks.audio.figures,
    };
  }

  /** Milliseconds from the start to the first picture that could be shown. @throws past the deadline */
  async firstPicture(deadlineMs = 15_000): Promise<number> {
    const at = await waitFor('a complete keyframe', () => this.#tracks.video.figures.firstKeyframeAtMs, {
      deadlineMs,
    });
    return at - this.#startedAtMs;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.close();
  }

  async #connect(
    signaling: ViewerSignaling,
    transport: TransportParameters,
    consumers: ConsumerParameters[],
  ): Promise<void> {
    const connection = this.#connection;
    const answered = new Promise<string>((resolve) => connection.onLocalDescription((sdp) => resolve(sdp)));
    connection.setRemoteDescription(remoteOffer(transport, consumers), 'offer');
    const fingerprint = { algorithm: 'sha-256' as const, value: sha256Fingerprint(await answered) };
    await signaling.connectTransport(transport.id, { role: 'client', fingerprints: [fingerprint] });
    for (const candidate of transport.iceCandidates)
      connection.addRemoteCandidate(candidateLine(candidate), '0');
    const isConnected = () => connection.state() === 'connected';
    await waitFor('ICE and DTLS', isConnected, { deadlineMs: connectDeadlineMs, everyMs: 5 });
  }

  #receive(track: Track): void {
    this.#kept.push(track);
    const received = this.#tracks[track.type() === 'audio' ? 'audio' : 'video'];
    track.onMessage((packet) => received.receive(packet));
  }
}
