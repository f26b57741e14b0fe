import { expect, it } from 'vitest';
import { isOperatorToken } from './isOperatorToken.ts';

function base64Url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const tokenOf = (claims: unknown) => `head.${base64Url(JSON.stringify(claims))}.signature`;

it.each<[string, boolean]>([
  [tokenOf({ name: '运营', grants: { role: 'operator', room: '*' } }), true],
  [tokenOf({ grants: { role: 'operator', room: 'r1' } }), false],
  [tokenOf({ grants: { role: 'viewer', room: '*' } }), false],
  [tokenOf({}), false],
  [tokenOf(null), false],
  ['nonsense', false],
  ['', false],
])('%s', (token, isOperator) => {
  expect(isOperatorToken(token)).toBe(isOperator);
});
