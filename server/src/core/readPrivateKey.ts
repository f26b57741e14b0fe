import { createPrivateKey, type KeyObject } from 'node:crypto';

/** A private key as PEM (line breaks may be written `\n`), or as Base64 of PKCS #8. @throws when it is neither */
export function readPrivateKey(text: string): KeyObject {
  if (text.includes('-----')) return createPrivateKey(text.replaceAll('\\n', '\n'));
  return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
}
