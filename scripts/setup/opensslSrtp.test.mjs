import { expect, it } from 'vitest';
import { asSourceList } from './opensslSrtp.mjs';

it('turns deb822 stanzas into ones of source packages', () => {
  const list =
    'Types: deb\nURIs: http://mirror.example/debian\nSuites: stable\n\nTypes: deb deb-src\nSuites: other\n';
  expect(asSourceList(list)).toBe(
    'Types: deb-src\nURIs: http://mirror.example/debian\nSuites: stable\n\nTypes: deb-src\nSuites: other\n',
  );
});

it('turns one-line entries into ones of source packages, each once', () => {
  const list = [
    '# deb http://commented.example stable main',
    'deb [signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian stable main',
    'deb-src http://mirror.example/debian stable main',
  ].join('\n');
  expect(asSourceList(list)).toBe(
    [
      '# deb http://commented.example stable main',
      'deb-src [signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian stable main',
    ].join('\n'),
  );
});
