import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { FakeHost } from '../../support/miniprogram/FakeHost.ts';

const folder = join(import.meta.dirname, '../../../docs/examples/tutorial');

type Page = Record<string, (argument?: unknown) => void> & { data: Record<string, unknown> };

/** The pages of docs/examples/tutorial as they stand, on a host that has `wx.request` and `wx.connectSocket`. */
export class TutorialProgram {
  readonly #host: FakeHost;
  readonly #server: string;
  #page: Page;

  constructor(server: string) {
    this.#server = server;
    this.#host = new FakeHost([server, server.replace(/^http/, 'ws')]);
    this.#page = this.#open('list', {});
  }

  /** What the page in front shows. */
  get data(): Record<string, unknown> {
    return this.#page.data;
  }

  /** What a press of something with a `data-id` calls. */
  press(handler: string, id?: string): void {
    this.#page[handler]?.({ currentTarget: { dataset: { id } } });
  }

  confirm(handler: string, value: string): void {
    this.#page[handler]?.({ detail: { value } });
  }

  close(): void {
    this.#page.onUnload?.();
    this.#host.close();
  }

  #open(name: string, query: object): Page {
    let definition: object = {};
    runInNewContext(readFileSync(join(folder, `${name}.js`), 'utf8'), {
      getApp: () => ({ globalData: { server: this.#server } }),
      Page: (page: object) => {
        definition = page;
      },
      wx: { ...this.#host.wx, navigateTo: ({ url }: { url: string }) => this.#navigate(url) },
    });
    const page = Object.assign(Object.create(definition), {
      setData(this: Page, change: object) {
        Object.assign(this.data, change);
      },
    }) as Page;
    page.onLoad?.(query);
    return page;
  }

  #navigate(url: string): void {
    const { pathname, searchParams } = new URL(url, 'http://program');
    this.#page = this.#open(pathname.split('/').at(-1) ?? '', Object.fromEntries(searchParams));
  }
}
