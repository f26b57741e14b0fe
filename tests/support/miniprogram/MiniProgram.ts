import type { CompiledProgram } from './compileProgram.ts';
import { type FakeWx, type Query, urlParts } from './FakeWx.ts';
import { type Definition, ProgramDefinitions } from './ProgramDefinitions.ts';
import { ProgramPage } from './ProgramPage.ts';
import { ProgramTimers } from './ProgramTimers.ts';
import { registerMedia } from './players/registerMedia.ts';
import { onEngineError } from './vendorEngine.ts';

/** More pages than these the host does not stack. */
const maxPages = 10;

/**
 * A running mini program: its `App`, its stack of pages drawn by the vendor's engine, and its timers, on one phone (`FakeWx`). Navigation
 * comes from the program through `wx`, gestures from the test through `page`.
 */
export class MiniProgram {
  readonly host: FakeWx;
  /** What the host's console would show as errors; `close` throws them. */
  readonly complaints: string[] = [];
  /** What the program gave to `App(…)`. */
  readonly app: Definition;
  readonly definitions: ProgramDefinitions;
  /** The folder of its compiled files. */
  readonly root: string;
  readonly #timers = new ProgramTimers();
  readonly #stack: ProgramPage[] = [];
  readonly #stopListening = onEngineError((error) => this.complaints.push(error));

  /** @param url the page that it opens with, as a link has it; the first one of app.json otherwise */
  static launch(compiled: CompiledProgram, host: FakeWx, url?: string): MiniProgram {
    return new MiniProgram(compiled, host, url);
  }

  private constructor(compiled: CompiledProgram, host: FakeWx, url?: string) {
    this.host = host;
    this.root = compiled.root;
    registerMedia();
    const globals = {
      wx: host.wx,
      getApp: () => this.app,
      getCurrentPages: () => this.#stack.map(({ instance }) => instance),
      ...this.#timers.globals,
    };
    this.definitions = new ProgramDefinitions(compiled, globals, (one) => this.complaints.push(one));
    host.attach(this);
    this.app = this.definitions.define('app');
    const { path, query } = urlParts(url ?? this.definitions.appFile.pages[0] ?? '');
    const options = { path, query, scene: 1001 };
    this.#callApp('onLaunch', options);
    this.#callApp('onShow', options);
    this.#open(path, query);
  }

  /** The one in front. */
  get page(): ProgramPage {
    const page = this.#stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  }

  get isTab(): boolean {
    const path = this.#stack.at(-1)?.route;
    return path !== undefined && this.#isTab(path);
  }

  get pages(): readonly ProgramPage[] {
    return this.#stack;
  }

  /** To the background for longer than the host keeps sockets. */
  suspend(): void {
    this.page.hide();
    this.#callApp('onHide');
    this.host.suspend();
  }

  show(): void {
    this.host.show();
    this.#callApp('onShow', { path: this.page.route, query: this.page.query });
    this.page.show();
  }

  navigateTo(path: string, query: Query): void {
    if (this.#isTab(path)) throw new Error('can not navigateTo a tabbar page');
    if (this.#stack.length >= maxPages) throw new Error('webview count limit exceed');
    this.#stack.at(-1)?.hide();
    this.#open(path, query);
  }

  redirectTo(path: string, query: Query): void {
    if (this.#isTab(path)) throw new Error('can not redirectTo a tabbar page');
    this.#stack.pop()?.unload();
    this.#open(path, query);
  }

  reLaunch(path: string, query: Query): void {
    for (const page of this.#stack.splice(0).reverse()) page.unload();
    this.#open(path, query);
  }

  /** A host keeps its tab pages; here the one that is opened again is a new one. */
  switchTab(path: string): void {
    if (!this.#isTab(path)) throw new Error('can not switch to no-tabBar page');
    this.reLaunch(path, {});
  }

  /** Also the phone's own back. */
  navigateBack(delta = 1): void {
    const leaving = this.#stack.splice(Math.max(1, this.#stack.length - delta));
    for (const page of leaving.reverse()) page.unload();
    if (leaving.length > 0) this.page.show();
  }

  /** Ends it as its user does. Throws what the host complained about. */
  close(): void {
    for (const page of this.#stack.splice(0).reverse()) page.unload();
    this.#timers.clear();
    this.host.close();
    this.#stopListening();
    if (this.complaints.length > 0) throw new Error(`the host complains:\n${this.complaints.join('\n')}`);
  }

  #isTab(path: string): boolean {
    return this.definitions.appFile.tabBar?.list.some(({ pagePath }) => pagePath === path) ?? false;
  }

  #open(path: string, query: Query): void {
    const page = ProgramPage.create({
      id: this.definitions.page(path),
      route: path,
      query,
      host: this.host,
      complain: (complaint) => this.complaints.push(complaint),
    });
    this.#stack.push(page);
    page.load();
  }

  #callApp(hook: string, payload?: unknown): void {
    const method = this.app[hook];
    if (typeof method === 'function') method.call(this.app, payload);
  }
}
