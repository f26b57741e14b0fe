import type { PushFrame } from '@lianmai/shared';
import type { ClientLink } from '../rooms/ports/ClientLink.ts';

/**
 * A ClientLink that holds its frames back until the reply to `join` has gone out, so that a client hears its snapshot first and each
 * entry of the Room log once.
 */
export class HeldLink implements ClientLink {
  readonly #link: ClientLink;
  #held: PushFrame[] | null = [];

  constructor(link: ClientLink) {
    this.#link = link;
  }

  get id(): string {
    return this.#link.id;
  }

  send(frame: PushFrame): void {
    if (this.#held) this.#held.push(frame);
    else this.#link.send(frame);
  }

  close(): void {
    this.#link.close();
  }

  /** A `join` is on its way: what is sent from now on waits for its reply. */
  hold(): void {
    this.#held ??= [];
  }

  /** Lets everything through from now on. What the snapshot as of `knownSeq` holds already is dropped. */
  release(knownSeq: number): void {
    const held = this.#held ?? [];
    this.#held = null;
    const isNews = (frame: PushFrame) => frame.type === 'notice' || frame.event.seq > knownSeq;
    for (const frame of held.filter(isNews)) this.#link.send(frame);
  }
}
