import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bitString,
  derTrue,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.mjs';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
};

/**
 * @typedef {object} ServerIdentity
 * @property {string} commonName
 * @property {string[]} dns
 * @property {string[]} ip
 * @property {Date} notBefore
 * @property {Date} notAfter
 */

/**
 * Issues a server certificate from a certificate authority made for it alone. The authority's private key is forgotten here:
 * whoever trusts the authority trusts this one certificate and nothing that could be made later.
 * @param {ServerIdentity} identity
 * @returns {{ certificate: string, key: string, authority: string }} PEM
 */
export function issueServerCertificate({ commonName, dns, ip, notBefore, notAfter }) {
  const authorityKeys = newKeys();
  const serverKeys = newKeys();
  const authorityName = nameOf(`${commonName} CA ${randomBytes(3).toString('hex')}`);
  const validity = sequence(utcTime(notBefore), utcTime(notAfter));
  const authorityId = keyId(authorityKeys.spki);

  const authority = signCertificate(authorityKeys.privateKey, {
    issuer: authorityName,
    subject: authorityName,
    validity,
    spki: authorityKeys.spki,
    extensions: [
      extension('basicConstraints', sequence(derTrue, integer(Buffer.from([0]))), true),
      extension('keyUsage', bitString(Buffer.from([0b0000_0110]), 1), true), // keyCertSign, cRLSign
      extension('subjectKeyIdentifier', octetString(authorityId)),
    ],
  });
  const certificate = signCertificate(authorityKeys.privateKey, {
    issuer: authorityName,
    subject: nameOf(commonName),
    validity,
    spki: serverKeys.spki,
    extensions: [
      extension('basicConstraints', sequence(), true),
      extension('keyUsage', bitString(Buffer.from([0b1000_0000]), 7), true), // digitalSignature
      extension('extendedKeyUsage', sequence(objectIdentifier(SERVER_AUTH))),
      extension('subjectAltName', sequence(...dns.map(dnsName), ...ip.map(ipAddress))),
      extension('subjectKeyIdentifier', octetString(keyId(serverKeys.spki))),
      extension('authorityKeyIdentifier', sequence(implicit(0, authorityId))),
    ],
  });
  const key = serverKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificate: pem(certificate), key, authority: pem(authority) };
}

function newKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }) };
}

/**
 * @param {import('node:crypto').KeyObject} signingKey
 * @param {{ issuer: Buffer, subject: Buffer, validity: Buffer, spki: Buffer, extensions: Buffer[] }} content
 */
function signCertificate(signingKey, { issuer, subject, validity, spki, extensions }) {
  const algorithm = sequence(objectIdentifier(ECDSA_WITH_SHA256));
  const version3 = explicit(0, integer(Buffer.from([2])));
  const serial = integer(Buffer.concat([Buffer.from([1]), randomBytes(15)]));
  const body = sequence(
    version3,
    serial,
    algorithm,
    issuer,
    validity,
    subject,
    spki,
    explicit(3, sequence(...extensions)),
  );
  return sequence(body, algorithm, bitString(sign('sha256', body, signingKey)));
}

/**
 * @param {keyof typeof extensionIds} name
 * @param {Buffer} value
 * @param {boolean} [isCritical]
 */
function extension(name, value, isCritical = false) {
  const critical = isCritical ? [derTrue] : [];
  return sequence(objectIdentifier(extensionIds[name]), ...critical, octetString(value));
}

/** @param {string} commonName */
function nameOf(commonName) {
  return sequence(set(sequence(objectIdentifier(COMMON_NAME), utf8String(commonName))));
}

/** @param {string} name */
const dnsName = (name) => implicit(2, Buffer.from(name, 'ascii'));

/** @param {string} address */
const ipAddress = (address) => implicit(7, isIPv4(address) ? ipv4Bytes(address) : ipv6Bytes(address));

/** @param {string} address */
const ipv4Bytes = (address) => Buffer.from(address.split('.').map(Number));

/** @param {string} address without a dotted tail or a zone */
export function ipv6Bytes(address) {
  const [head = '', tail] = address.split('::');
  /** @param {string} groups */
  const split = (groups) => (groups === '' ? [] : groups.split(':'));
  const before = split(head);
  const after = split(tail ?? '');
  const zeros = Array(8 - before.length - after.length).fill('0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** @param {Buffer} spki */
const keyId = (spki) => createHash('sha1').update(spki).digest();

/** @param {Buffer} der */
function pem(der) {
  const lines = der.toString('base64').match(/.{1,64}/gu) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
