import { readSpsSize } from './sps.ts';

const sampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

/** What an AVCDecoderConfigurationRecord says of its pictures. @throws Error when the record holds no SPS */
export function readVideoConfig(avcC: Buffer): { avcC: Buffer; width: number; height: number } {
  const count = (avcC[5] ?? 0) & 0x1f;
  if (count === 0 || avcC.length < 8) throw new Error('avcC without SPS');
  const length = avcC.readUInt16BE(6);
  return { avcC, ...readSpsSize(avcC.subarray(8, 8 + length)) };
}

/** @throws Error when the sample rate is not one of the indexed ones */
export function readAudioConfig(audioSpecificConfig: Buffer): {
  audioSpecificConfig: Buffer;
  sampleRate: number;
  channels: number;
} {
  const bits = audioSpecificConfig.readUInt16BE(0);
  const sampleRate = sampleRates[(bits >> 7) & 0x0f];
  if (sampleRate === undefined) throw new Error('AudioSpecificConfig with an explicit sample rate');
  return { audioSpecificConfig, sampleRate, channels: (bits >> 3) & 0x0f };
}
