import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { audience } from './audience.ts';
import { browserJoins } from './browserJoins.ts';
import { composition } from './composition.ts';
import { egressCpu } from './egressCpu.ts';
import { flvStart } from './flvStart.ts';
import { forwarding } from './forwarding.ts';
import { giftRate } from './giftRate.ts';
import { joins } from './joins.ts';
import { ledgerCrash } from './ledgerCrash.ts';
import { miniprogram } from './miniprogram.ts';
import { pathsMeasurement } from './paths.ts';
import { redis } from './redis.ts';
import { roomLoad } from './roomLoad.ts';
import { rtmpDelay } from './rtmpDelay.ts';
import { rtmpGuest } from './rtmpGuest.ts';
import { signallingLoad } from './signallingLoad.ts';
import { stageDeaths } from './stageDeaths.ts';
import { stageDelay } from './stageDelay.ts';
import { stageJoins } from './stageJoins.ts';
import { streamSync } from './streamSync.ts';
import { type Figure, isMet, type Measurement } from './support/Measurement.ts';
import { coresInUse } from './support/otherLoad.ts';
import { wordFilter } from './wordFilter.ts';

/*
 * `npm run bench` measures everything, `npm run bench -- <name> ...` only what is named. Each measurement ends what it starts; one that
 * breaks is told and does not stop the others.
 */

const measurements: readonly Measurement[] = [
  forwarding,
  joins,
  browserJoins,
  flvStart,
  egressCpu,
  pathsMeasurement,
  streamSync,
  composition,
  stageDelay,
  stageDeaths,
  stageJoins,
  rtmpDelay,
  rtmpGuest,
  miniprogram,
  signallingLoad,
  wordFilter,
  redis,
  roomLoad,
  audience,
  giftRate,
  ledgerCrash,
];
/** More than this in use before a measurement is worth a word. */
const quietCores = 0.3;
const outputFile = join(import.meta.dirname, '../.output/bench.json');

interface Outcome {
  name: string;
  title: string;
  /** Cores in use by others just before: where that is much, the figures say more about them. */
  coresInUseBefore: number;
  figures: Figure[];
  error?: string;
}

async function measure({ name, title, run }: Measurement): Promise<Outcome> {
  console.log(`\n${title}  [${name}]`);
  const coresInUseBefore = await coresInUse();
  if (coresInUseBefore > quietCores)
    console.log(
      `  ! something else is using ${coresInUseBefore.toFixed(1)} cores: expect worse figures than the machine's own`,
    );
  try {
    const figures = await run();
    for (const figure of figures) console.log(row(figure));
    return { name, title, coresInUseBefore, figures };
  } catch (error) {
    console.log(`  ✗ not measured: ${error instanceof Error ? error.stack : String(error)}`);
    return { name, title, coresInUseBefore, figures: [], error: String(error) };
  }
}

function row(figure: Figure): string {
  const { what, value, unit, target } = figure;
  const met = isMet(figure);
  const mark = met === null ? ' ' : met ? '✓' : '✗';
  const bound = target && ('atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`);
  return `  ${mark} ${what.padEnd(48)}${rounded(value).padStart(10)} ${unit.padEnd(10)}${bound ?? ''}`.trimEnd();
}

function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  return value.toFixed(digits);
}

function select(names: readonly string[]): readonly Measurement[] {
  const unknown = names.filter((name) => !measurements.some((known) => known.name === name));
  if (unknown.length > 0) {
    const known = measurements.map(({ name, title }) => `  ${name.padEnd(16)}${title}`).join('\n');
    console.error(`There is no measurement ${unknown.join(', ')}. There are:\n${known}`);
    process.exit(2);
  }
  return names.length > 0 ? measurements.filter(({ name }) => names.includes(name)) : measurements;
}

const outcomes: Outcome[] = [];
for (const measurement of select(process.argv.slice(2))) outcomes.push(await measure(measurement));

const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
await mkdir(dirname(outputFile), { recursive: true });
await writeFile(
  outputFile,
  `${JSON.stringify({ at: new Date().toISOString(), machine, outcomes }, null, 2)}\n`,
);
console.log(`\n${machine.cores} cores, ${machine.model}, Node ${machine.node}. As JSON: ${outputFile}`);
process.exit(outcomes.some(({ error }) => error !== undefined) ? 1 : 0);
