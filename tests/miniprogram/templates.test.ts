import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileStyles } from '../support/miniprogram/sources/compileStyles.ts';
import { ProgramFiles } from '../support/miniprogram/sources/ProgramFiles.ts';
import { problemsIn, typeErrorsIn } from '../support/miniprogram/sources/typeCheckTemplates.ts';

const bridge = join(import.meta.dirname, '../../miniprogram-bridge');
const files = new ProgramFiles(join(bridge, 'miniprogram'));
const liveRoom = new ProgramFiles(join(bridge, 'src/live-room'));
const sources = [...files.pages, ...files.components];

/** Native components tell nothing to listeners that are bound with a colon. */
const nativeWithColon = /<(?:live-player|live-pusher|video)\b[^>]*\s(?:bind|catch):/u;

describe('the mini program’s sources', () => {
  it.each(sources)('%s has all its files', (path) => {
    for (const ending of ['.ts', '.json', '.wxml'])
      expect(files.has(path + ending), path + ending).toBe(true);
    for (const [name, at] of files.usedBy(path))
      if (!name.startsWith('@')) expect(at ?? 'a package', `${path}.json: ${name}`).toBeTruthy();
  });

  it.each(sources)('%s.wxml is a good template', (path) => {
    const wxml = files.text(`${path}.wxml`);
    expect(problemsIn(path, wxml)).toEqual([]);
    expect(wxml).not.toMatch(nativeWithColon);
  });

  it.each(sources)('%s uses every component that it names', (path) => {
    const wxml = files.text(`${path}.wxml`);
    const unused = [...files.usedBy(path).keys()].filter((name) => !wxml.includes(`<${name}`));
    expect(unused).toEqual([]);
  });

  it('has no component that nobody uses', () => {
    const used = new Set(sources.flatMap((path) => [...files.usedBy(path).values()]));
    expect(files.components.filter((path) => !used.has(path))).toEqual([]);
  });

  it('binds in its templates what its pages and components have', async () => {
    expect(await typeErrorsIn(files)).toEqual([]);
  });

  it('has styles that the vendor’s compiler takes', async () => {
    await compileStyles(files.root, files.withEnding('.wxss'));
  });
});

describe('the sources of <live-room>', () => {
  it('are good templates and styles', async () => {
    const wxml = liveRoom.text('index.wxml');
    expect(problemsIn('index', wxml)).toEqual([]);
    expect(wxml).not.toMatch(nativeWithColon);
    expect(await typeErrorsIn(liveRoom, join(bridge, 'tsconfig.json'))).toEqual([]);
    await compileStyles(liveRoom.root, ['index.wxss']);
  });
});

describe('the checks themselves', () => {
  it('find what is wrong with a template', () => {
    expect(problemsIn('page', '<view wx:if="{{a +}}"><text></view>')).toEqual([
      'page.wxml:1:19 unexpected character inside expression',
      'page.wxml:1:24 missing end tag',
    ]);
  });

  it('find data, properties and handlers that are not there, and wrong types', async () => {
    const errors = await typeErrorsIn(new ProgramFiles(join(import.meta.dirname, 'faulty')));
    const found = errors.map((error) => error.replace(/ on type .*|TS\d+: /gu, ''));
    expect(found).toEqual([
      "pages/page/page.wxml: Property 'entre' does not exist",
      "pages/page/page.wxml:1:25 Property 'title' does not exist",
      "pages/page/page.wxml:2:61 Property 'name' does not exist",
      "pages/page/page.wxml:3:8 Type 'string' is not assignable to type 'number'.",
      "pages/page/page.wxml:3:26 Property 'colour' does not exist",
    ]);
  });

  it('find styles that are not well written', async () => {
    await expect(compileStyles(join(import.meta.dirname, 'faulty'), ['broken.wxss'])).rejects.toThrow(
      'unexpected',
    );
  });
});
