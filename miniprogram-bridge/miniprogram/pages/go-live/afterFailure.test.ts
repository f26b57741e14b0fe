import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { afterFailure } from './afterFailure';
import { goLiveTexts } from './goLiveTexts';

const t = goLiveTexts.zh;
let toasts: string[];

beforeEach(() => {
  toasts = [];
  vi.stubGlobal('wx', { showToast: ({ title }: { title: string }) => toasts.push(title) });
});
afterEach(() => vi.unstubAllGlobals());

it.each([
  ['network', t.notBegun],
  ['encoder', t.encoder],
] as const)('begins over and says why where nothing was published yet: %s', (why, word) => {
  expect(afterFailure(why, false, t)).toEqual({ url: '', isStarting: false });
  expect(toasts).toEqual([word]);
});

it('keeps the address on air, where the notice says it', () => {
  expect(afterFailure('network', true, t)).toEqual({});
  expect(toasts).toEqual([]);
});
