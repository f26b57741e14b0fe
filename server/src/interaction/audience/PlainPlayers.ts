/**
 * Counts one Room's HTTP-FLV and HLS players as people: a player that shows the ticket of somebody who is here belongs to them and is
 * not counted again.
 */
export class PlainPlayers {
  /** Players without a ticket. */
  #anonymous = 0;
  readonly #byTicket = new Map<string, number>();
  /** Tickets of people who are here. */
  readonly #isHere: (ticket: string) => boolean;
  readonly #onChanged: () => void;
  #strayed = 0;

  constructor(isHere: (ticket: string) => boolean, onChanged: () => void) {
    this.#isHere = isHere;
    this.#onChanged = onChanged;
  }

  get count(): number {
    return this.#anonymous + this.#strayed;
  }

  /** A player has begun. Returns its end, which may be called twice. */
  open(ticket: string | null): () => void {
    this.#add(ticket, 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.#add(ticket, -1);
      isOpen = false;
    };
  }

  /** Somebody whose ticket this is has come or gone: `wasHere` says how it was before. */
  ticketChanged(ticket: string, wasHere: boolean): void {
    if (!this.#byTicket.has(ticket) || wasHere === this.#isHere(ticket)) return;
    this.#strayed += wasHere ? 1 : -1;
    this.#onChanged();
  }

  #add(ticket: string | null, change: 1 | -1): void {
    if (ticket === null) this.#anonymous += change;
    else this.#addTicketed(ticket, change);
    this.#onChanged();
  }

  // However many players one ticket has (a player that starts anew overlaps with the one before), they are one person.
  #addTicketed(ticket: string, change: 1 | -1): void {
    const before = this.#byTicket.get(ticket) ?? 0;
    const now = before + change;
    if (now === 0) this.#byTicket.delete(ticket);
    else this.#byTicket.set(ticket, now);
    if (this.#isHere(ticket)) return;
    if (before === 0) this.#strayed += 1;
    else if (now === 0) this.#strayed -= 1;
  }
}
