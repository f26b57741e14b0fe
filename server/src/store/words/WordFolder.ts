import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WordListName, type WordListProblem, wordListMistakes } from '@lianmai/shared';
import type { Clock } from '../../core/Clock.ts';
import { Disposables } from '../../core/Disposables.ts';
import type { Logger } from '../../core/logger.ts';
import type { WordFiles } from '../../interaction/moderation/ports.ts';
import type { WordLists } from '../../interaction/moderation/words/WordLists.ts';

export interface WordFolderOptions {
  folder: string;
  lists: WordLists;
  clock: Clock;
  log: Logger;
}

const lookEveryMs = 2000;
const maxFileBytes = 4 * 1024 * 1024;
const ending = '.txt';

/**
 * Word lists as files of one folder (`politics.txt`), looked at every two seconds: what somebody saves counts without a restart. A file
 * with a mistake is told of with its line, and what it said before goes on. Asking beats watching here: `fs.watch` is silent on network
 * and container file systems.
 */
export class WordFolder implements WordFiles {
  readonly problems = new Map<string, readonly WordListProblem[]>();
  readonly #options: WordFolderOptions;
  readonly #disposables = new Disposables();
  /** Name → size and time of what was read last. */
  readonly #versions = new Map<string, string>();
  #looking: Promise<void> = Promise.resolve();

  constructor(options: WordFolderOptions) {
    this.#options = options;
  }

  /** Reads everything, and looks for changes from then on. */
  async start(): Promise<void> {
    await mkdir(this.#options.folder, { recursive: true });
    await this.look();
    this.#disposables.add(this.#options.clock.every(lookEveryMs, () => void this.look()));
  }

  /** Takes up what has changed. Never fails: what cannot be read stays as it was. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() =>
      this.#look().catch((error: unknown) => {
        this.#options.log.warn({ err: error }, 'word lists not readable');
      }),
    );
    return this.#looking;
  }

  /** Whole or not at all. */
  async write(name: string, text: string): Promise<void> {
    const path = this.#pathOf(name);
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
    await this.look();
  }

  async remove(name: string): Promise<void> {
    await rm(this.#pathOf(name), { force: true });
    await this.look();
  }

  async close(): Promise<void> {
    this.#disposables.dispose();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { folder, lists, log } = this.#options;
    const found = new Set<string>();
    for (const file of await readdir(folder)) {
      const name = file.slice(0, -ending.length);
      if (!file.endsWith(ending) || !WordListName.safeParse(name).success) continue;
      found.add(name);
      await this.#read(name).catch((error: unknown) => {
        log.warn({ err: error, list: name }, 'word list not readable');
      });
    }
    for (const name of [...this.#versions.keys()].filter((known) => !found.has(known))) {
      this.#versions.delete(name);
      this.problems.delete(name);
      lists.remove(name);
      log.info({ list: name }, 'word list removed');
    }
  }

  async #read(name: string): Promise<void> {
    const { lists, log } = this.#options;
    const { size, mtimeMs } = await stat(this.#pathOf(name));
    const version = `${size} ${mtimeMs}`;
    if (this.#versions.get(name) === version) return;
    const tooBig = [{ line: 1, message: wordListMistakes.tooBig.en }];
    const problems =
      size > maxFileBytes ? tooBig : lists.set(name, await readFile(this.#pathOf(name), 'utf8'));
    this.#versions.set(name, version);
    if (problems.length === 0) this.problems.delete(name);
    else this.problems.set(name, problems);
    if (problems.length === 0) log.info({ list: name }, 'word list read');
    else log.error({ list: name, problems }, 'word list has mistakes: what it said before goes on');
  }

  #pathOf(name: string): string {
    return join(this.#options.folder, `${WordListName.parse(name)}${ending}`);
  }
}
