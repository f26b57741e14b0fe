import {
  element,
  floatElement,
  idBytes,
  sizeBytes,
  textElement,
  unknownSize,
  unsignedElement,
} from './ebml.ts';

/** Element ids (RFC 9559 §5.1). */
const id = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  flagLacing: 0x9c,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  uncompressedFourCc: 0x2eb524,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  bitDepth: 0x6264,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const;

/** Blocks count from their cluster's time in 16 bits. */
const maxClusterMs = 30_000;

export interface MatroskaTrack {
  /** 1 to 126, different for each track. */
  number: number;
  /** As in the Matroska codec registry: `V_MPEG4/ISO/AVC`, `V_VP8`, `V_UNCOMPRESSED`, `A_OPUS`, `A_PCM/INT/LIT`. */
  codecId: string;
  codecPrivate?: Buffer;
  format:
    | { kind: 'video'; width: number; height: number /** `V_UNCOMPRESSED` only. */; fourCc?: string }
    | { kind: 'audio'; sampleRate: number; channels: number; bitDepth?: number };
}

export interface MatroskaBlock {
  track: number;
  /** On one timeline for all tracks, 0 or later; rounded to whole ms. */
  timestampMs: number;
  isKeyframe: boolean;
  payload: Buffer;
}

/**
 * Writes Matroska as it happens, without ever going back: every block goes out at once, and the stream can end after any of them.
 * What it gives is to be written in order; payloads are passed on uncopied.
 */
export class MatroskaWriter {
  #clusterMs: number | null = null;

  /** The bytes before the first block. */
  header(tracks: readonly MatroskaTrack[]): Buffer {
    const ebml = element(
      id.ebml,
      textElement(id.docType, 'matroska'),
      unsignedElement(id.docTypeVersion, 4),
      unsignedElement(id.docTypeReadVersion, 2),
    );
    const info = element(
      id.info,
      unsignedElement(id.timestampScale, 1_000_000),
      textElement(id.muxingApp, 'lianmai'),
      textElement(id.writingApp, 'lianmai'),
    );
    const entries = element(id.tracks, ...tracks.map(trackEntry));
    return Buffer.concat([ebml, idBytes(id.segment), unknownSize, info, entries]);
  }

  block({ track, timestampMs, isKeyframe, payload }: MatroskaBlock): Buffer[] {
    const atMs = Math.round(timestampMs);
    const parts: Buffer[] = [];
    if (this.#clusterMs === null || Math.abs(atMs - this.#clusterMs) > maxClusterMs) {
      this.#clusterMs = atMs;
      parts.push(idBytes(id.cluster), unknownSize, unsignedElement(id.timestamp, atMs));
    }
    const head = Buffer.alloc(4);
    head[0] = 0x80 | track;
    head.writeInt16BE(atMs - this.#clusterMs, 1);
    head[3] = isKeyframe ? 0x80 : 0;
    parts.push(idBytes(id.simpleBlock), sizeBytes(head.length + payload.length), head);
    return [Buffer.concat(parts), payload];
  }
}

function trackEntry({ number, codecId, codecPrivate, format }: MatroskaTrack): Buffer {
  return element(
    id.trackEntry,
    unsignedElement(id.trackNumber, number),
    unsignedElement(id.trackUid, number),
    unsignedElement(id.trackType, format.kind === 'video' ? 1 : 2),
    unsignedElement(id.flagLacing, 0),
    textElement(id.codecId, codecId),
    ...(codecPrivate ? [element(id.codecPrivate, codecPrivate)] : []),
    format.kind === 'video' ? videoFormat(format) : audioFormat(format),
  );
}

function videoFormat(format: Extract<MatroskaTrack['format'], { kind: 'video' }>): Buffer {
  return element(
    id.video,
    unsignedElement(id.pixelWidth, format.width),
    unsignedElement(id.pixelHeight, format.height),
    ...(format.fourCc ? [textElement(id.uncompressedFourCc, format.fourCc)] : []),
  );
}

function audioFormat(format: Extract<MatroskaTrack['format'], { kind: 'audio' }>): Buffer {
  return element(
    id.audio,
    floatElement(id.samplingFrequency, format.sampleRate),
    unsignedElement(id.channels, format.channels),
    ...(format.bitDepth ? [unsignedElement(id.bitDepth, format.bitDepth)] : []),
  );
}
