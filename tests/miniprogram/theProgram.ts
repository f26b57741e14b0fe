import { join } from 'node:path';
import { type CompiledProgram, compileProgram } from '../support/miniprogram/compileProgram.ts';
import { FakeWx } from '../support/miniprogram/FakeWx.ts';
import type { RunningApp } from '../support/startApp.ts';

/** Our own mini program, compiled. */
export function compileOurs(): Promise<CompiledProgram> {
  return compileProgram(join(import.meta.dirname, '../../miniprogram-bridge/miniprogram'));
}

/** A phone for which this server is on the lists, and is the one that the upload names. */
export function phoneFor({ baseUrl }: Pick<RunningApp, 'baseUrl'>): FakeWx {
  const host = new FakeWx([baseUrl, baseUrl.replace(/^http/, 'ws')]);
  host.ext = { serverUrl: baseUrl };
  return host;
}
