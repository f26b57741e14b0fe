import { serverUrl } from './serverUrl';

/** Where a picture is: the server names its own by a path. */
export function absoluteUrl(url: string): string {
  return url.startsWith('/') ? serverUrl().replace(/\/+$/, '') + url : url;
}
