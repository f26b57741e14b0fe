import { randomBytes } from 'node:crypto';

/** An unguessable id, URL-safe: `bytes` × 8 bits of randomness. */
export function randomId(bytes = 12): string {
  return randomBytes(bytes).toString('base64url');
}

/** A short room id that people can read out: 8 letters and digits without look-alikes, about 39 bits. */
export function randomRoomId(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  // 248 is the largest multiple of 31 below 256: bytes above it would favour the first letters.
  const usable = [...randomBytes(32)].filter((byte) => byte < 248);
  return usable
    .slice(0, 8)
    .map((byte) => alphabet[byte % alphabet.length])
    .join('');
}
