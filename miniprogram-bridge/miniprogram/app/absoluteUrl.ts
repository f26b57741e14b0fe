import { appContext } from './AppContext';

/** Where a picture is: the server names its own by a path. */
export function absoluteUrl(url: string): string {
  return url.startsWith('/') ? appContext().client.baseUrl + url : url;
}
