import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './loadConfig.ts';
import { settingSchemas, settingsSchema } from './settings.ts';

function problemsOf(
  environment: Record<string, string>,
  envFile: Record<string, string> = {},
): readonly string[] {
  try {
    loadConfig({ environment, envFile });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('loadConfig', () => {
  it('is frozen and complete without any setting', () => {
    const config = loadConfig({ environment: {}, envFile: {} });
    expect(config).toMatchObject({
      port: 3000,
      httpsPort: 3443,
      rtcPortBase: 44400,
      apiKeys: null,
      allowedOrigins: '*',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('names every wrong setting at once', () => {
    const problems = problemsOf({
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      MEDIA_WORKERS: '0',
      REDIS_URL: 'http://localhost',
      DATABASE_URL: 'mysql://localhost/lianmai',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'MEDIA_WORKERS',
      'REDIS_URL',
      'DATABASE_URL',
      'LOG_LEVEL',
    ]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a short secret', { API_KEY: 'k', API_SECRET: 'short' }, /API_SECRET: must have at least 32/],
    ['a key without a secret', { API_KEY: 'k' }, /API_KEY: needs exactly one API_SECRET/],
    ['a proxy that is no address', { TRUSTED_PROXIES: 'everybody' }, /TRUSTED_PROXIES/],
    ['a list of no keys', { API_KEY: ',', API_SECRET: ',' }, /API_SECRET: names no key/],
    ['the same port twice', { PORT: '8080', HTTPS_PORT: '8080' }, /HTTPS_PORT/],
    ['no room for the workers', { RTC_PORT_BASE: '65535', MEDIA_WORKERS: '2' }, /RTC_PORT_BASE/],
    ['a Redis database that is no number', { REDIS_URL: 'redis://localhost/main' }, /REDIS_URL/],
    ['a template of no mini program', { WECHAT_WENT_LIVE_TEMPLATE: 't' }, /needs WECHAT_APP_ID/],
    ['a field that is none', { WECHAT_WENT_LIVE_FIELDS: 'anchor=thing1,name' }, /anchor=, title= or time=/],
    ['a page without a room', { WECHAT_ROOM_PAGE: 'pages/room/room' }, /WECHAT_ROOM_PAGE/],
    ['an address that is none', { ANNOUNCED_ADDRESS: 'not a host!' }, /ANNOUNCED_ADDRESS/],
  ])('refuses %s', (_name, environment, message) => {
    expect(problemsOf(environment)).toEqual([expect.stringMatching(message)]);
  });

  it('refuses a name in .env that does not exist', () => {
    expect(problemsOf({}, { PROT: '80' })).toEqual(['PROT: there is no such setting (.env)']);
  });

  it('prefers the environment to .env, and takes empty values as not set', () => {
    const envFile = { PORT: '4000', HOST: '127.0.0.1' };
    expect(loadConfig({ environment: { PORT: '5000', HOST: '' }, envFile })).toMatchObject({
      port: 5000,
      host: '127.0.0.1',
    });
  });

  it('needs no name for a single secret', () => {
    const secret = 's'.repeat(32);
    expect(loadConfig({ environment: { API_SECRET: secret }, envFile: {} }).apiKeys).toEqual([
      { keyId: 'default', secret },
    ]);
  });

  it('reads several keys, newest first', () => {
    const [a, b] = ['a'.repeat(32), 'b'.repeat(32)];
    expect(
      loadConfig({ environment: { API_KEY: 'new,old', API_SECRET: `${a},${b}` }, envFile: {} }).apiKeys,
    ).toEqual([
      { keyId: 'new', secret: a },
      { keyId: 'old', secret: b },
    ]);
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const documented = parseEnv(text.replace(/^#(?=[A-Z_]+=)/gm, ''));

  it('documents every setting and no other', () => {
    expect(Object.keys(documented).sort()).toEqual(Object.keys(settingSchemas).sort());
  });

  it('states the real defaults', () => {
    const given = Object.fromEntries(Object.entries(documented).filter(([, value]) => value !== ''));
    expect(settingsSchema.parse(given)).toEqual(settingsSchema.parse({}));
  });
});
