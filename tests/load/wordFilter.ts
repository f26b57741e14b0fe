import { parseWordList } from '../../server/src/interaction/moderation/words/parseWordList.ts';
import { WordFilter } from '../../server/src/interaction/moderation/words/WordFilter.ts';
import { seededRandom } from '../support/seededRandom.ts';
import type { Measurement } from './support/Measurement.ts';
import { percentile } from './support/percentile.ts';

const wordCount = 20_000;
const messageCount = 2000;
const messageLength = 30;
/** Of everyday 汉字. */
const firstHan = 0x4e00;
const hanCount = 3000;

/** A message against a word list of the size that platforms here keep. */
export const wordFilter: Measurement = {
  name: 'word-filter',
  title: `Word filter with ${wordCount} words`,
  async run() {
    const random = seededRandom(20261130);
    const text = (length: number) =>
      Array.from({ length }, () => String.fromCodePoint(firstHan + Math.floor(random() * hanCount))).join('');
    const list = Array.from({ length: wordCount }, () => text(2 + Math.floor(random() * 5))).join('\n');
    const startedAtMs = performance.now();
    const parsed = parseWordList(list, 'bench');
    if ('problems' in parsed) throw new Error(`the list is refused: ${JSON.stringify(parsed.problems[0])}`);
    const parsedAtMs = performance.now();
    const filter = new WordFilter(parsed.entries);
    const compiledAtMs = performance.now();
    const times = Array.from({ length: messageCount }, () => {
      const message = text(messageLength);
      const fromMs = performance.now();
      filter.search(message);
      return (performance.now() - fromMs) * 1000;
    });
    return [
      { what: 'list read', value: parsedAtMs - startedAtMs, unit: 'ms' },
      { what: 'list compiled', value: compiledAtMs - parsedAtMs, unit: 'ms' },
      { what: `message of ${messageLength} characters, p50`, value: percentile(times, 0.5), unit: 'µs' },
      { what: `message of ${messageLength} characters, p95`, value: percentile(times, 0.95), unit: 'µs' },
    ];
  },
};
