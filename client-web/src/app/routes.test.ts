import { expect, it } from 'vitest';
import { parseRoute, pathOf, type Route } from './routes.ts';

it.each<[string, Route]>([
  ['/', { page: 'lobby' }],
  ['/studio', { page: 'studio', roomId: null }],
  ['/studio/', { page: 'studio', roomId: null }],
  ['/studio/abc', { page: 'studio', roomId: 'abc' }],
  ['/room/demo', { page: 'room', roomId: 'demo' }],
  ['/studio/abc/shows', { page: 'shows', roomId: 'abc' }],
  ['/shows/Ab_-9', { page: 'show', showId: 'Ab_-9' }],
  ['/operator', { page: 'operator' }],
  ['/api-docs', { page: 'apiDocs' }],
])('%s', (path, route) => {
  expect(parseRoute(path)).toEqual(route);
  expect(parseRoute(pathOf(route))).toEqual(route);
});

it.each(['/room', '/room/a b', '/room/%3Cb%3E', '/room/a/b', '/nowhere', `/room/${'x'.repeat(65)}`])(
  '%s is not a page',
  (path) => {
    expect(parseRoute(path)).toEqual({ page: 'notFound' });
  },
);
