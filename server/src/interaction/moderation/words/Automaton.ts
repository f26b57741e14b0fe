const noPattern = -1;

/**
 * Finds all of many patterns in one pass over a text (Aho–Corasick). Patterns and texts are code points, so that it does not matter
 * what they are made of. Compiled into flat arrays: 20,000 patterns take a few MB and no object each.
 */
export class Automaton {
  /** Open addressing: `node * alphabet + symbol` is looked up as two numbers. */
  readonly #keys: Float64Array;
  readonly #targets: Int32Array;
  readonly #mask: number;
  /** Where to go on when a node has no edge for what comes. */
  readonly #fail: Int32Array;
  /** The pattern that ends in a node, or `noPattern`. */
  readonly #pattern: Int32Array;
  /** The next node on the way of failures in which a pattern ends; 0: none. */
  readonly #next: Int32Array;

  /** @param patterns not empty, each only once */
  constructor(patterns: readonly (readonly number[])[]) {
    const trie = buildTrie(patterns);
    const nodes = trie.length;
    const edges = trie.reduce((sum, { children }) => sum + children.size, 0);
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(8, edges * 2)));
    this.#mask = capacity - 1;
    this.#keys = new Float64Array(capacity).fill(-1);
    this.#targets = new Int32Array(capacity);
    this.#fail = new Int32Array(nodes);
    this.#pattern = new Int32Array(nodes).fill(noPattern);
    this.#next = new Int32Array(nodes);
    for (const [node, { children, pattern }] of trie.entries()) {
      this.#pattern[node] = pattern;
      for (const [symbol, child] of children) this.#put(keyOf(node, symbol), child);
    }
    this.#link(trie);
  }

  /** Calls `found` for every pattern that ends at each place, with the index of its last symbol: longer ones first. */
  search(symbols: ArrayLike<number>, found: (pattern: number, lastIndex: number) => void): void {
    let node = 0;
    for (let index = 0; index < symbols.length; index += 1) {
      node = this.#step(node, symbols[index] ?? 0);
      let output = this.#pattern[node] === noPattern ? this.#next[node] : node;
      while (output) {
        found(this.#pattern[output] ?? noPattern, index);
        output = this.#next[output];
      }
    }
  }

  #step(from: number, symbol: number): number {
    let node = from;
    for (;;) {
      const child = this.#get(keyOf(node, symbol));
      if (child !== 0) return child;
      if (node === 0) return 0;
      node = this.#fail[node] ?? 0;
    }
  }

  // Breadth first: the failure of a node is shorter than itself, and so done before.
  #link(trie: readonly TrieNode[]): void {
    const queue = [...(trie[0]?.children.values() ?? [])];
    for (let head = 0; head < queue.length; head += 1) {
      const node = queue[head] ?? 0;
      for (const [symbol, child] of trie[node]?.children ?? []) {
        const fail = this.#step(this.#fail[node] ?? 0, symbol);
        this.#fail[child] = fail;
        this.#next[child] = this.#pattern[fail] === noPattern ? (this.#next[fail] ?? 0) : fail;
        queue.push(child);
      }
    }
  }

  #put(key: number, target: number): void {
    let slot = hash(key) & this.#mask;
    while (this.#keys[slot] !== -1) slot = (slot + 1) & this.#mask;
    this.#keys[slot] = key;
    this.#targets[slot] = target;
  }

  /** 0 when there is no such edge: none leads back to the root. */
  #get(key: number): number {
    let slot = hash(key) & this.#mask;
    for (;;) {
      const found = this.#keys[slot];
      if (found === key) return this.#targets[slot] ?? 0;
      if (found === -1) return 0;
      slot = (slot + 1) & this.#mask;
    }
  }
}

interface TrieNode {
  children: Map<number, number>;
  pattern: number;
}

function buildTrie(patterns: readonly (readonly number[])[]): TrieNode[] {
  const trie: TrieNode[] = [{ children: new Map(), pattern: noPattern }];
  for (const [pattern, symbols] of patterns.entries()) {
    let node = trie[0];
    for (const symbol of symbols) {
      let child = node?.children.get(symbol);
      if (child === undefined) {
        child = trie.push({ children: new Map(), pattern: noPattern }) - 1;
        node?.children.set(symbol, child);
      }
      node = trie[child];
    }
    if (node) node.pattern = pattern;
  }
  return trie;
}

const codePoints = 0x110000;

function keyOf(node: number, symbol: number): number {
  return node * codePoints + symbol;
}

function hash(key: number): number {
  const low = key >>> 0;
  const high = (key / 2 ** 32) >>> 0;
  return Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> 7;
}
