import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CompiledProgram, compileProgram } from '../support/miniprogram/compileProgram.ts';
import { FakeWx } from '../support/miniprogram/FakeWx.ts';
import { MiniProgram } from '../support/miniprogram/MiniProgram.ts';
import { waitFor } from '../support/waitFor.ts';

let compiled: CompiledProgram;
let host: FakeWx;
let program: MiniProgram;

beforeAll(async () => {
  compiled = await compileProgram(join(import.meta.dirname, 'sample'));
});
afterAll(() => compiled.remove());
afterEach(() => {
  program.complaints.length = 0;
  program.close();
});

function launch(): void {
  host = new FakeWx([]);
  program = MiniProgram.launch(compiled, host, '/pages/rules/rules?id=1');
}

/** What the sample's button, or its page by itself, was answered. */
async function asked(call: string, from: 'tap' | 'itself' = 'tap', options: object = {}) {
  const { page } = program;
  page.instance.setData({ call, options, answer: null });
  if (from === 'tap') page.get('.ask').tap();
  else (page.instance.ask as () => void)();
  return (await waitFor('the answer', () => page.data.answer)) as { errMsg: string };
}

describe('the fake host', () => {
  it('hides from modules what a phone does not have', () => {
    launch();
    const hidden = [
      'globalThis',
      'window',
      'document',
      'fetch',
      'URL',
      'TextEncoder',
      'WebSocket',
      'process',
      'Buffer',
    ];
    expect(program.page.data.seen).toEqual(Object.fromEntries(hidden.map((name) => [name, 'undefined'])));
  });

  it('gives pages their query, and takes none that app.json does not name', async () => {
    launch();
    expect(program.page.query).toEqual({ id: '1' });
    const { errMsg } = await asked('navigateTo', 'tap', { url: '/pages/nowhere/nowhere' });
    expect(errMsg).toBe('navigateTo:fail page "pages/nowhere/nowhere" is not found');
  });

  it('stacks ten pages', async () => {
    launch();
    for (let i = 1; i < 10; i += 1) await asked('navigateTo', 'tap', { url: '/pages/rules/rules' });
    expect(program.pages).toHaveLength(10);
    const { errMsg } = await asked('navigateTo', 'tap', { url: '/pages/rules/rules' });
    expect(errMsg).toContain('webview count limit exceed');
    program.navigateBack(9);
    expect(program.page.query).toEqual({ id: '1' });
  });

  it('lets a program ask for messages only from a tap', async () => {
    launch();
    const options = { tmplIds: ['template-1'] };
    expect((await asked('requestSubscribeMessage', 'itself', options)).errMsg).toContain('user TAP gesture');
    expect(await asked('requestSubscribeMessage', 'tap', options)).toMatchObject({ 'template-1': 'accept' });
  });

  it('asks its user once for a permission, until they change it in the settings', async () => {
    launch();
    host.grants = () => false;
    const options = { scope: 'scope.camera' };
    expect((await asked('authorize', 'tap', options)).errMsg).toBe('authorize:fail auth deny');
    host.grants = () => true;
    expect((await asked('authorize', 'tap', options)).errMsg).toBe('authorize:fail auth deny');
    expect((await asked('openSetting', 'itself')).errMsg).toContain('user TAP gesture');
    await asked('openSetting');
    expect((await asked('authorize', 'tap', options)).errMsg).toBe('authorize:ok');
  });

  it.each([
    ['nothing', { x: undefined }, 'x is undefined'],
    ['a function', { x: { y: () => undefined } }, 'x.y is a function'],
    ['an object of a class', { x: [new Map()] }, 'x[0] is a Map'],
    ['more than a megabyte', { x: 'x'.repeat(1024 * 1024) }, 'bytes at once'],
  ])('complains when setData is given %s', (_, data, complaint) => {
    launch();
    program.page.instance.setData(data);
    expect(program.complaints.join()).toContain(complaint);
  });

  it('complains of what a program throws', () => {
    launch();
    program.page.get('.fail').tap();
    expect(program.complaints.join()).toContain('on purpose');
  });
});
