import type { MutableSource, RequestInput, StageReplyMap, StageSettings } from '@lianmai/shared';
import type { MediaSignaling } from '../media/MediaSignaling.ts';

/**
 * What people do about seats: apply, invite, take on air, mute, move. Every call is one request, rejects with the server's LiveError
 * and changes nothing here: what it did comes with the Room log and `backstage`.
 */
export class StageClient {
  readonly #signaling: MediaSignaling;

  constructor(signaling: MediaSignaling) {
    this.#signaling = signaling;
  }

  /** Asks for a seat; on a stage that is open to anybody it is taken at once (`outcome: 'seated'`). */
  async apply(wish: RequestInput<'applyForSeat'> = {}): Promise<StageReplyMap['applyForSeat']> {
    return await this.#signaling.request('applyForSeat', wish);
  }

  async withdraw(): Promise<null> {
    return await this.#signaling.request('withdrawApplication', {});
  }

  async accept(applicationId: string, seat?: number): Promise<StageReplyMap['acceptApplication']> {
    return await this.#signaling.request('acceptApplication', { applicationId, seat });
  }

  async refuse(applicationId: string): Promise<null> {
    return await this.#signaling.request('refuseApplication', { applicationId });
  }

  async invite(userId: string, seat?: number): Promise<StageReplyMap['inviteToSeat']> {
    return await this.#signaling.request('inviteToSeat', { userId, seat });
  }

  async cancelInvitation(invitationId: string): Promise<null> {
    return await this.#signaling.request('cancelInvitation', { invitationId });
  }

  async acceptInvitation(invitationId: string): Promise<StageReplyMap['acceptInvitation']> {
    return await this.#signaling.request('acceptInvitation', { invitationId });
  }

  async declineInvitation(invitationId: string): Promise<null> {
    return await this.#signaling.request('declineInvitation', { invitationId });
  }

  /** Off the stage, back among the viewers. Our tracks are stopped. */
  async leave(): Promise<null> {
    return await this.#signaling.request('leaveSeat', {});
  }

  /** Out of the green room. */
  async takeOnAir(seat: number): Promise<null> {
    return await this.#signaling.request('takeOnAir', { seat });
  }

  /** The panic button: nobody but the anchor sees or hears the seat from now on. */
  async cut(seat: number): Promise<null> {
    return await this.#signaling.request('cutFromAir', { seat });
  }

  async takeOff(seat: number): Promise<null> {
    return await this.#signaling.request('takeOffSeat', { seat });
  }

  /** Where `to` is taken too, the two swap. */
  async move(from: number, to: number): Promise<null> {
    return await this.#signaling.request('moveSeat', { from, to });
  }

  async lock(seat: number): Promise<null> {
    return await this.#signaling.request('lockSeat', { seat });
  }

  async unlock(seat: number): Promise<null> {
    return await this.#signaling.request('unlockSeat', { seat });
  }

  async setVideo(seat: number, allowsVideo: boolean): Promise<null> {
    return await this.#signaling.request('setSeatVideo', { seat, allowsVideo });
  }

  async mute(seat: number, source: MutableSource): Promise<null> {
    return await this.#signaling.request('muteSeat', { seat, source });
  }

  async unmute(seat: number, source: MutableSource): Promise<null> {
    return await this.#signaling.request('unmuteSeat', { seat, source });
  }

  /** Under a forced mute: asks the hosts to lift it. */
  async askToUnmute(source: MutableSource): Promise<null> {
    return await this.#signaling.request('askToUnmute', { source });
  }

  async change(settings: Partial<StageSettings>): Promise<null> {
    return await this.#signaling.request('changeStage', settings);
  }

  /** Whom a host can invite, the newest first. */
  async viewers(): Promise<StageReplyMap['listViewers']> {
    return await this.#signaling.request('listViewers', {});
  }
}
