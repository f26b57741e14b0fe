import { createRequire } from 'node:module';

/** A node of exparser, WeChat's component engine. */
export interface EngineNode {
  /** Its DOM element. */
  $$: HTMLElement;
  id: string;
  dataset: Record<string, unknown>;
  childNodes: EngineNode[];
  parentNode: EngineNode | null;
  shadowRoot?: EngineNode & { querySelectorAll(selector: string): EngineNode[] };
  ownerShadowRoot?: { getHostNode(): EngineNode };
  triggerPageLifeTime(name: string, args: unknown[]): void;
  /** What the WXML says of it, with the values of now. */
  _vt?: { tagName: string; attrs: { name: string; value: unknown }[]; event: Record<string, BoundEvent> };
}

interface BoundEvent {
  name: string;
  handler: string;
}

/** What a page's or component's methods have as `this`. */
export interface EngineInstance {
  data: Record<string, unknown>;
  setData(data: Record<string, unknown>, callback?: () => void): void;
  triggerEvent(name: string, detail?: unknown, options?: object): void;
  _exparserNode: EngineNode;
  [name: string]: unknown;
}

export interface EngineComponent {
  dom: HTMLElement;
  instance: EngineInstance;
  _exparserNode: EngineNode;
  attach(parent: Element): void;
  detach(): void;
}

export interface ComponentDefinition {
  id: string;
  tagName: string;
  path?: string;
  template: unknown;
  usingComponents?: Record<string, string>;
  [part: string]: unknown;
}

interface Simulate {
  load(definition: ComponentDefinition): string;
  render(id: string, properties?: Record<string, unknown>): EngineComponent;
  behavior(definition: object): string;
}

interface Exparser {
  Event: {
    create(name: string, detail: unknown, options: object): object;
    dispatchEvent(target: EngineNode, event: object): void;
  };
  Element: { getMethodCaller(node: EngineNode): EngineInstance };
  addGlobalErrorListener(listener: (error: Error) => void): void;
}

interface Compiler {
  /** JavaScript that returns `(path) => template function` for all WXML below a folder. */
  wxmlToJs(root: string): string;
}

/**
 * The vendor's own engine and compiler: miniprogram-simulate (exparser) and miniprogram-compiler (wcc), which draw into a DOM of jsdom.
 * They want `window` and `document` as globals; mini programs do not see them (`runModules.ts`).
 */
const require = createRequire(import.meta.url);
const { JSDOM }: { JSDOM: new (html: string) => { window: Window } } = require('jsdom');
const { window } = new JSDOM('<!doctype html><body></body>');
Object.assign(globalThis, { window, document: window.document });
Object.assign(window, { __webview_engine_version__: 0.02 });

export const simulate: Simulate = require('miniprogram-simulate');
export const compiler: Compiler = require('miniprogram-compiler');
export const exparser: Exparser = require('miniprogram-exparser');
export const pageBody: Element = window.document.body;

/** Which phone a page, by its root, is on: the built-in components find theirs so. */
export const hostOfNode = new WeakMap<EngineNode, unknown>();

/** What a program's methods and listeners threw. @returns its undo */
export function onEngineError(listener: (error: string) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const listeners = new Set<(error: string) => void>();
exparser.addGlobalErrorListener((error) => {
  for (const listener of listeners) listener(String(error?.stack ?? error));
});
