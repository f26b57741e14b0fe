import { type ReadableStore, Store } from '../sdk/core/Store.ts';
import { readStored, writeStored } from './storage.ts';

/** A choice of the user that this browser remembers; on until it was switched off. */
export class StoredSwitch {
  readonly #key: string;
  readonly #isOn: Store<boolean>;

  constructor(key: string) {
    this.#key = key;
    this.#isOn = new Store(readStored(key) !== 'off');
  }

  get isOn(): ReadableStore<boolean> {
    return this.#isOn;
  }

  set(isOn: boolean): void {
    writeStored(this.#key, isOn ? null : 'off');
    this.#isOn.set(isOn);
  }
}
