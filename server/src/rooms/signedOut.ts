import type { Identity } from './permissions.ts';

/** Whose connections end now: those of some sign-ins, or with `null` all that this user has. */
export interface SignedOut {
  userId: string;
  signInIds: readonly string[] | null;
}

export function isSignedOut(identity: Identity, { userId, signInIds }: SignedOut): boolean {
  if (identity.userId !== userId) return false;
  return signInIds === null || signInIds.includes(identity.signInId ?? '');
}
