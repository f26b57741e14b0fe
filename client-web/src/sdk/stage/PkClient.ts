import type { PkReplyMap } from '@lianmai/shared';
import type { MediaSignaling } from '../media/MediaSignaling.ts';

/** What an anchor does about a PK with another live room; for the publishing Session. How it goes stands in `client.room`'s `pk`. */
export class PkClient {
  readonly #signaling: MediaSignaling;

  constructor(signaling: MediaSignaling) {
    this.#signaling = signaling;
  }

  /** Without `durationMs`: the protocol's default. */
  async invite(roomId: string, durationMs?: number): Promise<PkReplyMap['invitePk']> {
    return await this.#signaling.request('invitePk', { roomId, durationMs });
  }

  async cancel(pkId: string): Promise<null> {
    return await this.#signaling.request('cancelPk', { pkId });
  }

  async accept(pkId: string): Promise<null> {
    return await this.#signaling.request('acceptPk', { pkId });
  }

  async decline(pkId: string): Promise<null> {
    return await this.#signaling.request('declinePk', { pkId });
  }

  /** During the battle: on to the result. During the result: the two rooms part. */
  async end(): Promise<null> {
    return await this.#signaling.request('endPk', {});
  }
}
