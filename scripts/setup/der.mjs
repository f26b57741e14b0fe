/**
 * The few ASN.1 DER encodings that an X.509 certificate is made of (ITU-T X.690).
 */

/**
 * @param {number} tag
 * @param {Buffer[]} contents
 */
export function element(tag, ...contents) {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body), body]);
}

/** @param {Buffer} body */
function lengthOf({ length }) {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

/** @param {Buffer[]} contents */
export const sequence = (...contents) => element(0x30, ...contents);

/** @param {Buffer[]} contents */
export const set = (...contents) => element(0x31, ...contents);

export const derTrue = element(0x01, Buffer.from([0xff]));

/**
 * A positive integer from its big-endian bytes.
 * @param {Buffer} bytes
 */
export function integer(bytes) {
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0;
  return element(0x02, isNegative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

/** @param {Buffer} bytes @param {number} [unusedBits] */
export const bitString = (bytes, unusedBits = 0) => element(0x03, Buffer.from([unusedBits]), bytes);

/** @param {Buffer} bytes */
export const octetString = (bytes) => element(0x04, bytes);

/** @param {string} text */
export const utf8String = (text) => element(0x0c, Buffer.from(text));

/**
 * An explicit or implicit context tag.
 * @param {number} number
 * @param {Buffer[]} contents
 */
export const explicit = (number, ...contents) => element(0xa0 | number, ...contents);

/** @param {number} number @param {Buffer} contents */
export const implicit = (number, contents) => element(0x80 | number, contents);

/** @param {string} dotted */
export function objectIdentifier(dotted) {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** @param {number} value */
function base128(value) {
  const bytes = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}

/**
 * UTCTime up to 2049, as RFC 5280 wants it.
 * @param {Date} date
 */
export function utcTime(date) {
  const digits = date.toISOString().replace(/[-:T]/gu, '').slice(2, 14);
  return element(0x17, Buffer.from(`${digits}Z`, 'ascii'));
}
