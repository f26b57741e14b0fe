import type { RequestInput, Sanction, SanctionKind, SanctionScope } from '@lianmai/shared';
import type { MediaSignaling } from '../media/MediaSignaling.ts';

/**
 * What people do to keep order in the room, and what a viewer does who sees something wrong. Every call is one request, and rejects with
 * the server's LiveError. Lists and everything outside the room: `ModerationRest`.
 */
export class ModerationClient {
  readonly #signaling: MediaSignaling;

  constructor(signaling: MediaSignaling) {
    this.#signaling = signaling;
  }

  /** Mute, kick or ban; in place of the one of its kind that the person has. */
  async sanction(wish: RequestInput<'sanction'>): Promise<Sanction> {
    return (await this.#signaling.request('sanction', wish)).sanction;
  }

  async lift(userId: string, kind: SanctionKind, scope: SanctionScope = 'room'): Promise<void> {
    await this.#signaling.request('liftSanction', { userId, kind, scope });
  }

  async setModerator(userId: string, isModerator: boolean): Promise<void> {
    await this.#signaling.request('setModerator', { userId, isModerator });
  }

  async report(report: RequestInput<'report'>): Promise<void> {
    await this.#signaling.request('report', report);
  }
}
