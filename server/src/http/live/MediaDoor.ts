import type { MediaAddresses } from '../../auth/MediaAddresses.ts';
import { AppError } from '../../core/AppError.ts';
import type { Identity } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';

export interface MediaDoorDeps {
  addresses: MediaAddresses;
  /** @throws AppError `room_not_found` */
  roomOf: (roomId: string) => Room;
  /** Whether what the address was given for is still good. @throws AppError `token_revoked`, `banned` */
  assertMayAct: (holder: Identity, issuedAtMs: number) => void;
  /** Public rooms play at addresses without a signature too. */
  isOpen: boolean;
}

/** Somebody who was let in, by whatever address. */
export interface MediaPass {
  readonly roomId: string;
  readonly isSigned: boolean;
  readonly holder: Identity | null;
  readonly issuedAtMs: number;
}

/** What the live routes need of it. */
export type LiveDoor = Pick<MediaDoor, 'admit' | 'assertGood' | 'follow'>;

interface Watching {
  pass: MediaPass;
  onRefused: () => void;
}

/**
 * Decides who gets a room's media over FLV and HLS: gives signed addresses out, looks at them when they come back, and tells of those
 * who watch when they may not any more.
 */
export class MediaDoor {
  readonly #deps: MediaDoorDeps;
  readonly #watching = new Map<string, Set<Watching>>();

  constructor(deps: MediaDoorDeps) {
    this.#deps = deps;
  }

  /**
   * A signed address for whoever asks.
   * @param identity `null`: somebody without a token
   * @throws AppError `token_missing` where everybody must sign in, and why they may not watch
   */
  issue(room: Room, identity: Identity | null): { token: string; expiresAtMs: number } {
    if (!identity && !this.#deps.isOpen) throw new AppError('token_missing');
    room.assertMayWatch(identity);
    const isForEverybody = this.#deps.isOpen && !room.door.isPrivate;
    if (identity && !isForEverybody && !room.permissionsOf(identity)?.subscribe)
      throw new AppError('forbidden');
    return this.#deps.addresses.issue(room.id, identity);
  }

  /**
   * @param token of the address; `null`: one without a signature
   * @throws AppError `media_address_missing`, `media_address_invalid`, `media_address_expired`, `room_not_found`, and why its holder may not
   * watch
   */
  admit(roomId: string, token: string | null): MediaPass {
    const pass = this.#passOf(roomId, token);
    this.assertGood(pass);
    return pass;
  }

  /** Whoever has begun to watch may go on after the address has expired: this looks at everything else. @throws AppError */
  assertGood({ roomId, isSigned, holder, issuedAtMs }: MediaPass): void {
    const room = this.#deps.roomOf(roomId);
    if (holder) this.#deps.assertMayAct(holder, issuedAtMs);
    room.assertMayWatch(holder);
    if (!isSigned && !this.#deps.isOpen) throw new AppError('media_address_missing');
  }

  /** Tells, once, when who watches may not any more. Returns what to call when they have stopped by themselves. */
  follow(pass: MediaPass, onRefused: () => void): () => void {
    const inRoom = this.#watching.get(pass.roomId) ?? new Set();
    this.#watching.set(pass.roomId, inRoom);
    const watching = { pass, onRefused };
    inRoom.add(watching);
    return () => {
      inRoom.delete(watching);
      if (inRoom.size === 0 && this.#watching.get(pass.roomId) === inRoom) this.#watching.delete(pass.roomId);
    };
  }

  /** Who may watch has changed, in one room or in any. */
  lookAgain(roomId?: string): void {
    const rooms = roomId === undefined ? [...this.#watching.keys()] : [roomId];
    for (const id of rooms) for (const one of [...(this.#watching.get(id) ?? [])]) this.#lookAt(one);
  }

  #lookAt({ pass, onRefused }: Watching): void {
    try {
      this.assertGood(pass);
    } catch {
      onRefused();
    }
  }

  #passOf(roomId: string, token: string | null): MediaPass {
    if (token === null) return { roomId, isSigned: false, holder: null, issuedAtMs: 0 };
    const { roomId: signedFor, holder, issuedAtMs } = this.#deps.addresses.read(token);
    if (signedFor !== roomId) throw new AppError('media_address_invalid');
    return { roomId, isSigned: true, holder, issuedAtMs };
  }
}
