/** Where a path of the server's is; what is absolute stays. */
export function absoluteUrl(baseUrl: string, path: string): string {
  return path.startsWith('/') ? baseUrl + path : path;
}
