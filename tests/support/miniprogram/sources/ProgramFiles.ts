import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

interface ComponentFile {
  component?: boolean;
  usingComponents?: Record<string, string>;
}

/** The sources of a mini program, as its JSON files connect them. */
export class ProgramFiles {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Paths from the root with `/`, without those of packages. */
  withEnding(ending: string): string[] {
    return readdirSync(this.root, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter(
        (path) =>
          path.endsWith(ending) && !path.includes('miniprogram_npm/') && !path.includes('node_modules/'),
      )
      .sort();
  }

  /** Paths without an ending: `pages/rooms/rooms`. */
  get pages(): string[] {
    return this.has('app.json') ? this.#json<{ pages: string[] }>('app').pages : [];
  }

  get components(): string[] {
    return this.withEnding('.wxml')
      .map((path) => path.slice(0, -'.wxml'.length))
      .filter((path) => this.has(`${path}.json`) && this.#json<ComponentFile>(path).component === true);
  }

  text(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Names that a page's or component's WXML may use, each with the component's path, or null for one of a package. */
  usedBy(path: string): Map<string, string | null> {
    const named = {
      ...(this.has('app.json') && this.#json<ComponentFile>('app').usingComponents),
      ...this.#json<ComponentFile>(path).usingComponents,
    };
    return new Map(Object.entries(named).map(([name, at]) => [name, this.#resolve(at, path)]));
  }

  #resolve(name: string, from: string): string | null {
    const path = name.startsWith('/') ? name.slice(1) : posix.join(posix.dirname(from), name);
    return this.has(`${path}.json`) ? path : null;
  }

  #json<File>(path: string): File {
    return JSON.parse(this.text(`${path}.json`)) as File;
  }
}
