import type { StreamConfig } from '../MediaTag.ts';
import { box, fullBox, u8, u16, u32, zeros } from './mp4Box.ts';
import { audioTrackId, videoTimescale, videoTrackId } from './tracks.ts';

/** The `EXT-X-MAP` of a stream: ftyp and moov with one avc1 and one mp4a track and no samples (ISO/IEC 14496-12 and -15). */
export function initSegment({ video, audio }: StreamConfig): Buffer {
  const videoTrack = track({
    id: videoTrackId,
    timescale: videoTimescale,
    width: video.width,
    height: video.height,
    handler: 'vide',
    mediaHeader: fullBox('vmhd', 0, 1, zeros(8)),
    sampleEntry: avc1(video),
  });
  const audioTrack = track({
    id: audioTrackId,
    timescale: audio.sampleRate,
    width: 0,
    height: 0,
    handler: 'soun',
    mediaHeader: fullBox('smhd', 0, 0, zeros(4)),
    sampleEntry: mp4a(audio),
  });
  const brands = ['iso6', 'avc1', 'mp41'].map((brand) => Buffer.from(brand));
  return Buffer.concat([
    box('ftyp', Buffer.from('iso6'), u32(1), ...brands),
    box(
      'moov',
      movieHeader(),
      videoTrack,
      audioTrack,
      box('mvex', trackExtends(videoTrackId), trackExtends(audioTrackId)),
    ),
  ]);
}

interface Track {
  id: number;
  timescale: number;
  width: number;
  height: number;
  handler: 'vide' | 'soun';
  mediaHeader: Buffer;
  sampleEntry: Buffer;
}

const fixedPoint = (value: number) => value * 0x1_0000;
const identityMatrix = u32(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000);
const undeterminedLanguage = 0x55c4;

function movieHeader(): Buffer {
  const rateAndVolume = [u32(fixedPoint(1)), u16(0x0100), zeros(10)];
  return fullBox('mvhd', 0, 0, u32(0, 0, 1000, 0), rateAndVolume, identityMatrix, zeros(24), u32(3));
}

function track({ id, timescale, width, height, handler, mediaHeader, sampleEntry }: Track): Buffer {
  const enabledInMovie = 3;
  const volume = handler === 'soun' ? 0x0100 : 0;
  const trackHeader = fullBox(
    'tkhd',
    0,
    enabledInMovie,
    [u32(0, 0, id, 0, 0), zeros(8), u16(0, 0, volume, 0)],
    [identityMatrix, u32(fixedPoint(width), fixedPoint(height))],
  );
  const mediaInfo = [
    fullBox('mdhd', 0, 0, u32(0, 0, timescale, 0), u16(undeterminedLanguage, 0)),
    fullBox('hdlr', 0, 0, u32(0), Buffer.from(handler), zeros(12), Buffer.from('lianmai\0')),
  ];
  const dataIsHere = box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1)));
  return box(
    'trak',
    trackHeader,
    box('mdia', mediaInfo, box('minf', mediaHeader, dataIsHere, sampleTable(sampleEntry))),
  );
}

/** Samples are described by the fragments; the table only says of what kind they are. */
function sampleTable(sampleEntry: Buffer): Buffer {
  return box(
    'stbl',
    fullBox('stsd', 0, 0, u32(1), sampleEntry),
    fullBox('stts', 0, 0, u32(0)),
    fullBox('stsc', 0, 0, u32(0)),
    fullBox('stsz', 0, 0, u32(0, 0)),
    fullBox('stco', 0, 0, u32(0)),
  );
}

function trackExtends(trackId: number): Buffer {
  return fullBox('trex', 0, 0, u32(trackId, 1, 0, 0, 0));
}

const sampleEntryHead = Buffer.concat([zeros(6), u16(1)]);

function avc1({ avcC, width, height }: StreamConfig['video']): Buffer {
  const dpi72 = fixedPoint(72);
  return box(
    'avc1',
    sampleEntryHead,
    [zeros(16), u16(width, height), u32(dpi72, dpi72, 0)],
    [u16(1), zeros(32), u16(0x0018, 0xffff)],
    box('avcC', avcC),
  );
}

function mp4a({ audioSpecificConfig, sampleRate, channels }: StreamConfig['audio']): Buffer {
  return box(
    'mp4a',
    sampleEntryHead,
    [zeros(8), u16(channels, 16, 0, 0), u32(fixedPoint(sampleRate))],
    fullBox('esds', 0, 0, elementaryStream(audioSpecificConfig)),
  );
}

/** ES_Descriptor of ISO/IEC 14496-1 §7.2.6: AAC (0x40) as an audio stream (0x15). */
function elementaryStream(audioSpecificConfig: Buffer): Buffer {
  const decoderConfig = descriptor(
    4,
    Buffer.concat([u8(0x40, 0x15, 0, 0, 0), u32(0, 0), descriptor(5, audioSpecificConfig)]),
  );
  return descriptor(3, Buffer.concat([u8(0, audioTrackId, 0), decoderConfig, descriptor(6, u8(2))]));
}

function descriptor(tag: number, content: Buffer): Buffer {
  return Buffer.concat([u8(tag, content.length), content]);
}
