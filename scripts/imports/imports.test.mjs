import { describe, expect, it } from 'vitest';
import { findCycles, findViolations } from './findViolations.mjs';
import { readImports } from './importGraph.mjs';
import { importRules } from './importRules.mjs';

/** @param {Record<string, string[]>} imports */
const graphOf = (imports) =>
  new Map(
    Object.entries(imports).map(([file, targets]) => [
      file,
      new Map(targets.map((target) => [target, false])),
    ]),
  );

/** @param {string} file @param {string} target */
const broken = (file, target) =>
  findViolations(graphOf({ [file]: [target] }), importRules).map(
    (text) => /^ {4}([a-z-]+):/mu.exec(text)?.[1],
  );

describe('the rules forbid', () => {
  it.each([
    ['shared/src/ids.ts', 'server/src/core/Clock.ts', 'shared-stands-alone'],
    ['shared/src/ids.ts', 'node:crypto', 'shared-stands-alone'],
    ['server/src/core/Clock.ts', 'server/src/rooms/Room.ts', 'core-is-a-leaf'],
    ['server/src/rooms/Room.ts', 'server/src/media/WorkerPool.ts', 'domain-knows-ports-only'],
    ['server/src/interaction/chat.ts', 'server/src/store/sql.ts', 'domain-knows-ports-only'],
    ['server/src/rooms/Room.ts', 'node:fs/promises', 'domain-does-no-io'],
    ['server/src/egress/Relay.ts', 'mediasoup', 'only-media-imports-mediasoup'],
    ['server/src/media/WorkerPool.ts', 'node:child_process', 'only-ffmpeg-spawns'],
    ['server/src/egress/EgressManager.ts', 'execa', 'only-ffmpeg-spawns'],
    ['server/src/signaling/handlers/show.ts', 'server/src/media/WorkerPool.ts', 'signaling-calls-the-domain'],
    ['server/src/http/api/roomRoutes.ts', 'server/src/egress/EgressManager.ts', 'http-calls-the-domain'],
    [
      'server/src/http/live/flvRoutes.ts',
      'server/src/egress/relay/Relay.ts',
      'live-delivery-uses-the-delivery-interface',
    ],
    ['server/src/media/WorkerPool.ts', 'server/src/app.ts', 'only-app-sees-everything'],
    ['client-web/src/sdk/LiveClient.ts', 'client-web/src/ui/Button.tsx', 'sdk-stands-alone'],
    ['client-web/src/sdk/LiveClient.ts', 'react', 'sdk-has-no-framework'],
    ['server/src/app.ts', 'tests/support/leakCheck.ts', 'nobody-imports-tests'],
    ['server/src/app.ts', 'server/src/core/FakeClock.ts', 'only-tests-import-fakes'],
  ])('%s importing %s', (file, target, rule) => {
    expect(broken(file, target)).toContain(rule);
  });
});

describe('the rules allow', () => {
  it.each([
    ['server/src/rooms/Room.ts', 'shared/src/index.ts'],
    ['server/src/rooms/Room.ts', 'server/src/core/Clock.ts'],
    ['server/src/media/WorkerPool.ts', 'server/src/rooms/ports/MediaEngine.ts'],
    ['server/src/media/WorkerPool.ts', 'mediasoup'],
    ['server/src/egress/ffmpeg/FfmpegProcess.ts', 'node:child_process'],
    ['server/src/http/live/flvRoutes.ts', 'server/src/egress/delivery/RoomOutputs.ts'],
    ['server/src/app.ts', 'server/src/media/WorkerPool.ts'],
    ['server/src/rooms/Room.test.ts', 'server/src/core/FakeClock.ts'],
    ['tests/integration/media.test.ts', 'server/src/media/WorkerPool.ts'],
  ])('%s importing %s', (file, target) => {
    expect(broken(file, target)).toEqual([]);
  });
});

describe('findCycles', () => {
  it('finds a circle once', () => {
    const cycles = findCycles(
      graphOf({ 'a.ts': ['b.ts'], 'b.ts': ['c.ts'], 'c.ts': ['a.ts'], 'd.ts': ['a.ts'] }),
    );
    expect(cycles).toEqual(['a.ts\n    -> b.ts\n    -> c.ts\n    -> a.ts']);
  });

  it('finds none where two files share a third', () => {
    expect(findCycles(graphOf({ 'a.ts': ['b.ts', 'c.ts'], 'b.ts': ['c.ts'], 'c.ts': [] }))).toEqual([]);
  });

  it('does not count types', () => {
    const graph = new Map([
      ['a.ts', new Map([['b.ts', true]])],
      ['b.ts', new Map([['a.ts', false]])],
    ]);
    expect(findCycles(graph)).toEqual([]);
  });
});

describe('readImports', () => {
  it('sees every way to import', () => {
    const source = `
      import a, { type B } from './a.ts';
      import type { C } from './c.ts';
      import './side-effect.ts';
      export { d } from './d.ts';
      export type * from './e.ts';
      const f = await import('./f.ts');
    `;
    expect(readImports('x.ts', source)).toEqual([
      { specifier: './a.ts', isTypeOnly: false },
      { specifier: './c.ts', isTypeOnly: true },
      { specifier: './side-effect.ts', isTypeOnly: false },
      { specifier: './d.ts', isTypeOnly: false },
      { specifier: './e.ts', isTypeOnly: true },
      { specifier: './f.ts', isTypeOnly: false },
    ]);
  });

  it('refuses a file that it cannot parse', () => {
    expect(() => readImports('x.ts', 'import {')).toThrow('x.ts');
  });
});
