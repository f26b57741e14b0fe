import type { PushFrame } from '@lianmai/shared';
import { SharedFrame } from '../rooms/fanout/SharedFrame.ts';
import type { ClientLink } from '../rooms/ports/ClientLink.ts';

/**
 * A ClientLink that holds its frames back until the reply to `join` has gone out, so that a client hears its snapshot first and each
 * entry of the Room log once: a frame for many may begin with entries that this client's snapshot holds already.
 */
export class HeldLink implements ClientLink {
  readonly #link: ClientLink;
  #held: (PushFrame | SharedFrame)[] | null = [];
  #knownSeq = 0;

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

  sendShared(frame: SharedFrame): void {
    if (this.#held) {
      this.#held.push(frame);
      return;
    }
    const news = frame.after(this.#knownSeq);
    if (news) this.#link.sendShared(news);
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
    this.#knownSeq = knownSeq;
    for (const frame of held) {
      if (frame instanceof SharedFrame) this.sendShared(frame);
      else this.send(frame);
    }
  }
}
