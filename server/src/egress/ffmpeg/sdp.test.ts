import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readSpsSize } from '../../codecs/sps.ts';
import { placeholderPps, placeholderSps } from '../rtp/placeholder.ts';
import { egressArgs } from './egressArgs.ts';
import { egressSdp } from './sdp.ts';

const ports = { video: 5000, audio: 5002 };

it('tells ffmpeg the parameter sets', () => {
  const sdp = egressSdp(ports, { codec: 'H264', sps: placeholderSps, pps: placeholderPps });
  expect(sdp).toContain('m=video 5000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n');
  expect(sdp).toContain(
    'profile-level-id=42c01f;sprop-parameter-sets=Z0LAH9wKAv+XARAAAAMAEAAAAwAg8YM4,aM4PEyA=',
  );
  expect(sdp).toContain('m=audio 5002 RTP/AVP 97\r\na=rtpmap:97 opus/48000/2\r\n');
});

it('describes VP8', () => {
  expect(egressSdp(ports, { codec: 'VP8' })).toContain('a=rtpmap:96 VP8/90000\r\nm=audio');
});

it.each([
  ['H264', 'copy'],
  ['VP8', 'libx264'],
] as const)('%s: video %s, sound AAC, one output', (codec, encoder) => {
  const args = egressArgs(codec);
  expect(args[args.indexOf('-c:v') + 1]).toBe(encoder);
  expect(args[args.indexOf('-c:a') + 1]).toBe('aac');
  expect(args.filter((arg) => arg.startsWith('pipe:'))).toEqual(['pipe:0', 'pipe:1']);
  expect(args.at(-1)).toBe('pipe:1');
});

/** As a picture of that size comes out of the encoder for VP8. */
function encodedSize(size: string): string {
  const args = egressArgs('VP8');
  const encoder = args.slice(args.indexOf('-copyts') + 1, args.indexOf('-c:a'));
  const source = ['-v', 'error', '-f', 'lavfi', '-i', `testsrc=s=${size}:r=25`, '-frames:v', '1'];
  const encoded = execFileSync('ffmpeg', [...source, ...encoder, '-f', 'h264', 'pipe:1']);
  const spsAt = encoded.findIndex((byte, i) => i > 3 && encoded[i - 1] === 1 && (byte & 0x1f) === 7);
  const { width, height } = readSpsSize(encoded.subarray(spsAt, spsAt + 100));
  return `${width}x${height}`;
}

it.each([
  ['640x360', '640x360'],
  ['641x361', '640x360'],
  ['3840x2160', '1920x1080'],
  ['999x2999', '638x1920'],
  ['4096x91', '1920x42'],
])('VP8 of %s is encoded as %s', (size, expected) => {
  expect(encodedSize(size)).toBe(expected);
});
