/** 20 ms of stereo silence: a CELT packet that any decoder takes (RFC 6716 §3.1; the same bytes WebRTC senders use). */
export const opusSilence = Buffer.from([0xfc, 0xff, 0xfe]);
export const opusSilenceSamples = 960;

/** How long one Opus packet sounds, in samples at 48 kHz (RFC 6716 §3.1); 0 when it cannot be told. */
export function opusSamples(payload: Buffer): number {
  const toc = payload[0];
  if (toc === undefined) return 0;
  return frameSamples(toc >> 3) * frameCount(toc, payload);
}

function frameSamples(config: number): number {
  if (config < 12) return [480, 960, 1920, 2880][config & 3] ?? 0;
  if (config < 16) return config & 1 ? 960 : 480;
  return [120, 240, 480, 960][config & 3] ?? 0;
}

function frameCount(toc: number, payload: Buffer): number {
  const code = toc & 3;
  if (code === 0) return 1;
  if (code < 3) return 2;
  return (payload[1] ?? 0) & 0x3f;
}
