import type { LayoutTile } from '@lianmai/shared';
import type { CompositorTrack } from './protocol.ts';

/** A picture of one person as tight I420: the Y plane, then U and V at half width and height. */
export interface VideoFrame {
  width: number;
  height: number;
  timestampMs: number;
  data: Buffer;
}

export interface TileSize {
  width: number;
  height: number;
  fit: LayoutTile['fit'];
}

/** One person's media, decoded, as the Compositor needs it. Times are on the egress timeline. */
export interface CompositorPerson {
  /** RTP and RTCP go to this UDP port of 127.0.0.1. */
  readonly port: number;
  /** Of the pictures as they are sent; `null` until known. */
  readonly sourceSize: { width: number; height: number } | null;
  /** Decoders that run, and how often one was replaced because it ended or hung. */
  readonly stats: { decoders: number; restarts: number };
  attach(track: CompositorTrack): void;
  detach(kind: CompositorTrack['kind']): void;
  /** `null`: no pictures are wanted. */
  setTile(tile: TileSize | null): void;
  /** The newest picture at or before `atMs`. */
  frameAt(atMs: number): VideoFrame | null;
  /** False while the camera is frozen or has not begun. */
  hasLivePicture(atMs: number): boolean;
  /**
   * Interleaved stereo at 48 kHz from sample `fromSample` of the timeline (ms * 48) on, -1 to 1.
   * @returns how many sample pairs are really there; the rest of `into` means nothing
   */
  readSound(fromSample: number, into: Float32Array): number;
  close(): void | Promise<void>;
}
