import type { FakeWx, Query } from './FakeWx.ts';
import { ViewNode } from './ViewNode.ts';
import {
  type EngineComponent,
  type EngineInstance,
  type EngineNode,
  hostOfNode,
  pageBody,
  simulate,
} from './vendorEngine.ts';

interface PageOptions {
  id: string;
  route: string;
  query: Query;
  host: FakeWx;
  complain: (complaint: string) => void;
}

/** An open page: what it shows, and what its user can do there. */
export class ProgramPage {
  readonly route: string;
  readonly query: Query;
  readonly host: FakeWx;
  readonly #component: EngineComponent;
  readonly #complain: (complaint: string) => void;

  static create({ id, ...rest }: PageOptions): ProgramPage {
    return new ProgramPage(simulate.render(id), rest);
  }

  private constructor(component: EngineComponent, { route, query, host, complain }: Omit<PageOptions, 'id'>) {
    this.#component = component;
    this.route = route;
    this.query = query;
    this.host = host;
    this.#complain = complain;
    Object.assign(this.instance, { route, options: query });
    hostOfNode.set(component._exparserNode, host);
  }

  /** `this` of the page's methods. */
  get instance(): EngineInstance {
    return this.#component.instance;
  }

  get data(): Record<string, unknown> {
    return this.instance.data;
  }

  /** The page's own DOM, as the engine drew it. */
  get dom(): HTMLElement {
    return this.#component.dom;
  }

  get root(): ViewNode {
    return new ViewNode(this.#component._exparserNode, this.host);
  }

  /** Everything that can be read on it. */
  get text(): string {
    return this.root.text;
  }

  /** @param selector of the page's own classes and ids; `component >>> selector` looks inside a component */
  find(selector: string): ViewNode | null {
    return this.findAll(selector)[0] ?? null;
  }

  findAll(selector: string): ViewNode[] {
    return this.root.findAll(selector);
  }

  /** @throws Error where nothing is there */
  get(selector: string): ViewNode {
    const found = this.find(selector);
    if (!found) throw new Error(`${selector} is not on ${this.route}: ${this.text.slice(0, 300)}`);
    return found;
  }

  load(): void {
    this.#component.attach(pageBody);
    this.#call('onLoad', this.query);
    this.show();
    this.#call('onReady');
  }

  show(): void {
    this.#call('onShow');
    for (const node of componentsBelow(this.#component._exparserNode)) node.triggerPageLifeTime('show', []);
  }

  hide(): void {
    this.#call('onHide');
    for (const node of componentsBelow(this.#component._exparserNode)) node.triggerPageLifeTime('hide', []);
  }

  unload(): void {
    this.#call('onUnload');
    this.#component.detach();
  }

  /** What the user's pulling, scrolling to the end or sharing calls, if the page has it. */
  async pullDown(): Promise<void> {
    await this.#call('onPullDownRefresh');
  }

  async reachBottom(): Promise<void> {
    await this.#call('onReachBottom');
  }

  share(): { title?: string; path?: string; imageUrl?: string } | null {
    return (this.#call('onShareAppMessage', { from: 'menu' }) as { title?: string } | undefined) ?? null;
  }

  #call(hook: string, payload?: unknown): unknown {
    const method = this.instance[hook];
    if (typeof method !== 'function') return undefined;
    try {
      return method.call(this.instance, payload);
    } catch (error) {
      this.#complain(`${this.route} ${hook}: ${(error as Error).stack}`);
      return undefined;
    }
  }
}

function componentsBelow(node: EngineNode): EngineNode[] {
  const inside = node.shadowRoot ? [node, ...componentsBelow(node.shadowRoot)] : [];
  return [...inside, ...(node.childNodes ?? []).flatMap(componentsBelow)];
}
