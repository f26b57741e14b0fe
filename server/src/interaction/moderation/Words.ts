import type { WordListInfo, WordListProblem, WordsTestResult } from '@lianmai/shared';
import { AppError } from '../../core/AppError.ts';
import type { Clock } from '../../core/Clock.ts';
import { userOf } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import { UserRates } from '../../rooms/UserRates.ts';
import type { Actor } from './Actor.ts';
import type { People } from './People.ts';
import type { AuditLog, RoomWordStore, WordFiles } from './ports.ts';
import { anchorRank, operatorRank } from './ranks.ts';
import { parseWordList } from './words/parseWordList.ts';
import type { WordLists } from './words/WordLists.ts';

export interface WordsDeps {
  lists: WordLists;
  files: WordFiles;
  roomWords: RoomWordStore;
  audit: AuditLog;
  people: People;
  clock: Clock;
}

/** Somebody who tries one sentence after another. */
const testRate = { perSecond: 1, burst: 20 };

/** Who may see and change which word list. */
export class Words {
  readonly #deps: WordsDeps;
  readonly #testRates: UserRates;

  constructor(deps: WordsDeps) {
    this.#deps = deps;
    this.#testRates = new UserRates(deps.clock, testRate);
  }

  /** Takes up the rooms' lists of before the last restart. */
  async load(): Promise<void> {
    for (const { roomId, text } of await this.#deps.roomWords.loadAll()) {
      this.#deps.lists.setOfRoom(roomId, text);
    }
  }

  /** @throws AppError `forbidden` */
  list(actor: Actor): WordListInfo[] {
    this.#assertRank(actor, null, operatorRank);
    const { lists, files } = this.#deps;
    const known = lists.all.map(({ name, size }) => ({ name, size, problems: problemsOf(files, name) }));
    const broken = [...files.problems.keys()].filter((name) => lists.get(name) === null);
    return [...known, ...broken.map((name) => ({ name, size: 0, problems: problemsOf(files, name) }))];
  }

  /** @throws AppError `forbidden`, `not_found` */
  read(actor: Actor, name: string): string {
    this.#assertRank(actor, null, operatorRank);
    const text = this.#deps.lists.get(name);
    if (text === null) throw new AppError('not_found');
    return text;
  }

  /** @throws AppError `forbidden`; `invalid_request` naming each wrong line */
  async write(actor: Actor, name: string, text: string): Promise<void> {
    this.#assertRank(actor, null, operatorRank);
    const parsed = parseWordList(text, name);
    if ('problems' in parsed) throw wrongLines(parsed.problems);
    await this.#deps.files.write(name, text);
    await this.#note(actor, null, `${name}: ${parsed.entries.length}`);
  }

  /** @throws AppError `forbidden`, `not_found` */
  async remove(actor: Actor, name: string): Promise<void> {
    this.#assertRank(actor, null, operatorRank);
    const isKnown = this.#deps.lists.get(name) !== null || this.#deps.files.problems.has(name);
    if (!isKnown) throw new AppError('not_found');
    await this.#deps.files.remove(name);
    await this.#note(actor, null, `${name}: removed`);
  }

  /** @throws AppError `forbidden` */
  readOfRoom(actor: Actor, room: Room): string {
    this.#assertRank(actor, room, 1);
    return this.#deps.lists.ofRoom(room.id);
  }

  /** @throws AppError `forbidden` for others than the anchor and operators; `invalid_request` naming each wrong line */
  async writeOfRoom(actor: Actor, room: Room, text: string): Promise<void> {
    this.#assertRank(actor, room, anchorRank);
    const problems = this.#deps.lists.setOfRoom(room.id, text);
    if (problems.length > 0) throw wrongLines(problems);
    const atMs = Math.round(this.#deps.clock.nowMs());
    await this.#deps.roomWords.put({ roomId: room.id, text }, userOf(actor.identity), atMs);
    await this.#note(actor, room, 'room');
  }

  /** What would happen to a text. @throws AppError `forbidden`, `too_many_requests` */
  test(actor: Actor, room: Room | null, text: string): WordsTestResult {
    this.#assertRank(actor, room, room ? 1 : operatorRank);
    // Operators may ask as often as they like; anybody may have a room.
    if (room) this.#testRates.take(actor.identity.userId);
    const verdict = this.#deps.lists.check(text, room?.id ?? null);
    if (verdict.action === null) return { action: null, words: [], masked: null };
    const masked = verdict.action === 'mask' ? verdict.masked : null;
    return { action: verdict.action, words: verdict.words, masked };
  }

  #assertRank({ identity }: Actor, room: Room | null, least: number): void {
    if (this.#deps.people.rankOf(identity, room) < least) throw new AppError('forbidden');
  }

  async #note({ identity, origin }: Actor, room: Room | null, detail: string): Promise<void> {
    const atMs = Math.round(this.#deps.clock.nowMs());
    const about = { roomId: room?.id ?? null, actor: userOf(identity), target: null, reason: null };
    await this.#deps.audit.append({ atMs, act: 'words_changed', ...about, detail, origin });
  }
}

function problemsOf(files: WordFiles, name: string): WordListProblem[] {
  return [...(files.problems.get(name) ?? [])];
}

function wrongLines(problems: readonly WordListProblem[]): AppError {
  const fields = problems.map(({ line, message }) => ({ path: `line ${line}`, message }));
  return new AppError('invalid_request', { fields });
}
