/** What live delivery must understand of an HLS request before it asks the Packager. */
export type { ReloadRequest } from '../hls/blockingReload.ts';
export { parseHlsFileName } from '../hls/HlsFile.ts';
