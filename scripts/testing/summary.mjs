import { stripVTControlCharacters } from 'node:util';
import { closingLine } from './results.mjs';

/** As much of a failure as fits the end of a log; the whole of it stands further up. */
const MESSAGE_LINES = 12;

/**
 * One line for one part of the test run.
 * @param {import('./results.mjs').Tally & { title: string, tookMs: number }} part
 */
export function partLine({ title, tookMs, note, ...tally }) {
  const mark = tally.failed > 0 ? '✗' : '✓';
  const counts = closingLine(tally);
  return `${mark} ${title.padEnd(20)} ${counts.padEnd(34)} ${(tookMs / 1000).toFixed(1).padStart(7)} s${note ? `  ${note}` : ''}`;
}

/**
 * What failed in a part, and what passed at its second try only: whoever sees just the end of a log sees these.
 * @param {import('./results.mjs').Tally} part
 * @returns {string[]}
 */
export function troubleLines({ failures = [], flaky = [] }) {
  return [
    ...failures.flatMap((test) => lines('FAILED', test)),
    ...flaky.flatMap((test) => lines('FLAKY, passed at the second try:', test)),
  ];
}

/**
 * @param {string} mark
 * @param {import('./results.mjs').NamedResult} test
 */
function lines(mark, { name, message }) {
  const shown = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => !line.includes('/node_modules/'))
    .slice(0, MESSAGE_LINES);
  return [`${mark} ${name}`, ...shown.map((line) => `    ${line}`), ''];
}
