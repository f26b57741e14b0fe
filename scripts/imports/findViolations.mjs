/** Code that only tests run may reach into everything. */
export const isTestCode = /^tests\/|^vitest\.config\.ts$|^server\/src\/testing\/|\.test\.(ts|tsx|mjs)$/u;

/**
 * @param {import('./importGraph.mjs').ImportGraph} graph
 * @param {import('./importRules.mjs').ImportRule[]} rules
 * @returns {string[]} a sentence for each import that a rule forbids
 */
export function findViolations(graph, rules) {
  const violations = [];
  for (const [file, targets] of graph) {
    if (isTestCode.test(file)) continue;
    const applicable = rules.filter(({ from }) => from.test(file));
    for (const target of targets.keys()) {
      for (const { name, reason } of applicable.filter(({ forbidden }) => forbidden.test(target))) {
        violations.push(`${file} imports ${target}\n    ${name}: ${reason}`);
      }
    }
  }
  return violations;
}

/**
 * Finds files that import each other in a circle, each circle once. Types do not count: they are gone when the code runs.
 * @param {import('./importGraph.mjs').ImportGraph} graph
 * @returns {string[]}
 */
export function findCycles(graph) {
  /** @type {string[]} */
  const cycles = [];
  const finished = new Set();
  /** @type {string[]} */
  const path = [];

  /** @param {string} file */
  const visit = (file) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].join('\n    -> '));
    if (start >= 0 || finished.has(file)) return;
    path.push(file);
    for (const [target, isTypeOnly] of graph.get(file) ?? []) if (!isTypeOnly) visit(target);
    path.pop();
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}
