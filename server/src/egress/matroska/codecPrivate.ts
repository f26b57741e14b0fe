/** AVCDecoderConfigurationRecord (ISO 14496-15 §5.3.3.1) for units with NAL lengths of four bytes. */
export function avcDecoderConfiguration(sps: Buffer, pps: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]),
    withLength(sps),
    Buffer.from([1]),
    withLength(pps),
  ]);
}

/** Opus identification header (RFC 7845 §5.1) of 48 kHz stereo without pre-skip: the sound begins where its first packet is. */
export const opusHead = Buffer.from('4f707573486561640102000080bb0000000000', 'hex');

function withLength(set: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(set.length);
  return Buffer.concat([length, set]);
}
