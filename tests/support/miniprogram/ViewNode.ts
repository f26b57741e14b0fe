import type { FakeWx } from './FakeWx.ts';
import { type EngineNode, exparser } from './vendorEngine.ts';

/** Something on a page, as its user sees and touches it. */
export class ViewNode {
  readonly node: EngineNode;
  readonly #host: FakeWx;

  constructor(node: EngineNode, host: FakeWx) {
    this.node = node;
    this.#host = host;
  }

  get text(): string {
    return textOf(this.node.$$);
  }

  get tagName(): string {
    return this.node.$$.tagName.toLowerCase();
  }

  get dataset(): Record<string, unknown> {
    return this.node.dataset;
  }

  /** What the WXML binds to an attribute now. @param name as WXML has it: `open-type` */
  attribute(name: string): unknown {
    const known = name.replace(/-([a-z])/gu, (_dash, letter: string) => letter.toUpperCase());
    return this.node._vt?.attrs.find((one) => one.name === known || one.name === name)?.value;
  }

  get isDisabled(): boolean {
    const disabled = this.attribute('disabled');
    return disabled !== undefined && disabled !== false && disabled !== 'false';
  }

  findAll(selector: string): ViewNode[] {
    const [outer = '', ...inner] = selector.split('>>>').map((part) => part.trim());
    const found = (this.node.shadowRoot?.querySelectorAll(outer) ?? []).map(
      (node) => new ViewNode(node, this.#host),
    );
    return inner.length === 0 ? found : found.flatMap((node) => node.findAll(inner.join('>>>')));
  }

  find(selector: string): ViewNode | null {
    return this.findAll(selector)[0] ?? null;
  }

  /** A finger on it. What a host allows only from a tap is allowed meanwhile. A disabled button does nothing. */
  tap(detail: { x: number; y: number } = { x: 0, y: 0 }): void {
    if (this.isDisabled) return;
    this.#host.duringTap(() => {
      this.dispatch('tap', detail);
      if (this.tagName === 'wx-button') this.#openType();
    });
  }

  /** Types into a field and leaves what it says, as its user would see it. */
  type(value: string): void {
    this.dispatch('input', { value, cursor: value.length }, false);
  }

  /** The keyboard's own button. */
  confirm(value = String(this.attribute('value') ?? '')): void {
    this.dispatch('confirm', { value }, false);
  }

  change(value: unknown): void {
    this.dispatch('change', { value }, false);
  }

  /** Any event that its WXML may listen to. Touches bubble; a built-in component's own events do not. */
  dispatch(name: string, detail: unknown = {}, bubbles = true): void {
    const event = exparser.Event.create(name, detail, {
      bubbles,
      capturePhase: bubbles,
      composed: bubbles,
      extraFields: { touches: [], changedTouches: [] },
    });
    exparser.Event.dispatchEvent(this.node, event);
  }

  #openType(): void {
    const type = this.attribute('open-type');
    if (type === 'openSetting') this.#host.openSettings();
    if (type === 'chooseAvatar') {
      const avatarUrl = this.#host.choosesAvatar();
      if (avatarUrl !== null) this.dispatch('chooseavatar', { avatarUrl }, false);
    }
  }
}

/** Blocks stand on lines of their own, as they do on a phone. */
function textOf(element: Element): string {
  const parts = [...element.childNodes].map((child) =>
    child.nodeType === child.TEXT_NODE ? (child.textContent ?? '').trim() : textOf(child as Element),
  );
  return parts.filter((part) => part !== '').join(' ');
}
