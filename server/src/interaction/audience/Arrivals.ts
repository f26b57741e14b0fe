/** What arrives, in the order of its number. Adding and removing cost the same however many there are. */
export class Arrivals<T extends { readonly number: number }> {
  /** `null` where somebody has left; closed up when they are the half. */
  #places: (T | null)[] = [];
  /** Number of each place: it stays when the place is empty. */
  #numbers: number[] = [];
  #gone = 0;

  /** Its number must be greater than any before. */
  add(item: T): void {
    this.#places.push(item);
    this.#numbers.push(item.number);
  }

  delete(item: T): void {
    const at = this.#indexOf(item.number);
    if (this.#places[at] !== item) return;
    this.#places[at] = null;
    this.#gone += 1;
    if (this.#gone > 32 && this.#gone * 2 > this.#places.length) this.#closeUp();
  }

  /** From the newest back, those with a number below `below`. */
  *newestFirst(below = Number.POSITIVE_INFINITY): Generator<T> {
    for (let at = this.#indexOf(below) - 1; at >= 0; at -= 1) {
      const item = this.#places[at];
      if (item) yield item;
    }
  }

  /** The first place whose number is not below `number`. */
  #indexOf(number: number): number {
    let low = 0;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #closeUp(): void {
    this.#places = this.#places.filter((item) => item !== null);
    this.#numbers = this.#places.map((item) => item?.number ?? 0);
    this.#gone = 0;
  }
}
