import { describe, expect, it } from 'vitest';
import { runSteps, stepLine } from './steps.mjs';

const { signal } = new AbortController();

function fakeOutput() {
  const written = /** @type {string[]} */ ([]);
  const out = { isTTY: false, write: (/** @type {string} */ text) => written.push(text) > 0 };
  return { out: /** @type {NodeJS.WriteStream} */ (/** @type {unknown} */ (out)), written };
}

describe('runSteps', () => {
  it('prints one line a step', async () => {
    const { out, written } = fakeOutput();
    await runSteps([{ title: 'Node', run: async () => 'v24.0.0, this one' }], signal, out);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/^✓ Node +v24\.0\.0, this one \(0\.\d s\)\n$/u);
  });

  it('stops at the step that fails', async () => {
    const { out, written } = fakeOutput();
    const steps = [
      { title: 'one', run: () => Promise.reject(new Error('broken')) },
      { title: 'two', run: async () => 'done' },
    ];
    await expect(runSteps(steps, signal, out)).rejects.toThrow('broken');
    expect(written.join('')).toMatch(/^✗ one +failed/u);
    expect(written.join('')).not.toContain('two');
  });

  it('starts no step after an interruption', async () => {
    const { out } = fakeOutput();
    const interruption = new AbortController();
    interruption.abort(new Error('interrupted'));
    await expect(
      runSteps([{ title: 'one', run: async () => 'done' }], interruption.signal, out),
    ).rejects.toThrow('interrupted');
  });
});

it('says how long a step took', () => {
  expect(stepLine('✓', 'Web client', 'built', 12_340)).toBe('✓ Web client             built (12.3 s)');
});
