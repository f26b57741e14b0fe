import type { FakeWx } from '../FakeWx.ts';
import { type EngineInstance, type EngineNode, exparser, hostOfNode } from '../vendorEngine.ts';

/** A built-in component of the host that plays or sends media: what its WXML binds, and where it tells what happens. */
export class MediaElement<Properties> {
  readonly #instance: EngineInstance;

  constructor(instance: EngineInstance) {
    this.#instance = instance;
  }

  get properties(): Properties {
    return this.#instance.data as Properties;
  }

  /** Later: a phone's events come from outside, never out of the middle of drawing. */
  emit(name: string, detail: object): void {
    queueMicrotask(() => this.#instance.triggerEvent(name, detail));
  }

  /** @param owner the page or component in whose WXML it would stand */
  isNamed(id: string, owner: EngineInstance | undefined): boolean {
    return this.#node.id === id && ownerOf(this.#node) === owner;
  }

  /** The phone that it is on. */
  get host(): FakeWx {
    let node: EngineNode | null = this.#node;
    for (;;) {
      const host = node && hostOfNode.get(node);
      if (host) return host as FakeWx;
      if (!node) throw new Error('it stands on no page');
      node = node.ownerShadowRoot?.getHostNode() ?? null;
    }
  }

  get #node(): EngineNode {
    return this.#instance._exparserNode;
  }
}

function ownerOf(node: EngineNode): EngineInstance | undefined {
  const owner = node.ownerShadowRoot?.getHostNode();
  return owner && exparser.Element.getMethodCaller(owner);
}
