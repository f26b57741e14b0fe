import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../core/AppError.ts';

const toleranceSeconds = 300;

/** The `Lianmai-Signature` header for a body: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export function signNotice(body: string, secret: string, nowMs: number): string {
  const t = Math.floor(nowMs / 1000);
  return `t=${t},v1=${digest(t, body, secret).toString('hex')}`;
}

/**
 * The time in the signature keeps an old notice from being sent again; that a new one is not counted twice is the ledger's work.
 * @throws AppError `signature_wrong`
 */
export function verifyNotice(
  body: string,
  signature: string | undefined,
  secret: string,
  nowMs: number,
): void {
  const [, t, v1] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '') ?? [];
  if (!t || !v1) throw new AppError('signature_wrong', { detail: 'no signature, or none of this form' });
  if (!timingSafeEqual(digest(Number(t), body, secret), Buffer.from(v1, 'hex'))) {
    throw new AppError('signature_wrong', { detail: 'the signature does not fit the body' });
  }
  if (Math.abs(nowMs / 1000 - Number(t)) > toleranceSeconds) {
    throw new AppError('signature_wrong', { detail: 'the signature is too old' });
  }
}

function digest(t: number, body: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${t}.${body}`).digest();
}
