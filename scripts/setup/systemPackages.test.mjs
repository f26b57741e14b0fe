import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findChromium,
  findPostgresBin,
  noAptSentence,
  noPrivilegeSentence,
  provideSystemPackages,
} from './systemPackages.mjs';

const context = { signal: new AbortController().signal, progress: () => undefined };

describe('what a user without root is told', () => {
  it('is the exact command to have run', () => {
    expect(noPrivilegeSentence('ffmpeg', ['ffmpeg'])).toContain(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends ffmpeg',
    );
  });

  it('names the packages where there is no apt-get', () => {
    expect(noAptSentence('Chromium', ['chromium'])).toMatch(/Missing: Chromium\..*no apt-get.*chromium/u);
  });
});

describe('provideSystemPackages', () => {
  it('installs nothing when everything is present', async () => {
    const present = { name: 'ffmpeg', packages: ['ffmpeg'], isPresent: () => true };
    expect(await provideSystemPackages([present], context)).toBe('ffmpeg: present');
  });
});

describe('findChromium', () => {
  it('prefers the one that CHROMIUM_BIN names', () => {
    expect(findChromium({ CHROMIUM_BIN: '/opt/chromium', PATH: '' })).toBe('/opt/chromium');
  });

  it('finds none in an empty PATH', () => {
    expect(findChromium({ PATH: '' })).toBeUndefined();
  });
});

describe('findPostgresBin', () => {
  it('takes the newest version that has its programs', () => {
    const root = mkdtempSync(join(tmpdir(), 'lianmai-pg-'));
    for (const version of ['9.6', '15', '17']) mkdirSync(join(root, version, 'bin'), { recursive: true });
    for (const version of ['9.6', '15']) writeFileSync(join(root, version, 'bin', 'initdb'), '');
    expect(findPostgresBin({}, root)).toBe(join(root, '15', 'bin'));
    rmSync(root, { recursive: true });
  });

  it('finds none where there is none, and prefers the one that POSTGRES_BIN names', () => {
    expect(findPostgresBin({}, '/nowhere')).toBeUndefined();
    expect(findPostgresBin({ POSTGRES_BIN: '/opt/pg/bin' }, '/nowhere')).toBe('/opt/pg/bin');
  });
});
