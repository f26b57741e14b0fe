import { repositoryRoot } from '../setup/paths.mjs';
import { findCycles, findViolations } from './findViolations.mjs';
import { readImportGraph } from './importGraph.mjs';
import { importRules } from './importRules.mjs';

const graph = await readImportGraph(repositoryRoot);
const violations = findViolations(graph, importRules);
const cycles = findCycles(graph);

for (const violation of violations) console.error(`✗ ${violation}`);
for (const cycle of cycles)
  console.error(`✗ import cycle: neither file can be understood or tested alone\n    ${cycle}`);
console.log(`${graph.size} files, ${violations.length} forbidden imports, ${cycles.length} cycles`);
process.exitCode = violations.length + cycles.length > 0 ? 1 : 0;
