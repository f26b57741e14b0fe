import { AppError } from './AppError.ts';

/** The app that publishers name: `rtmp://host/<app>/<roomId>?token=…`. */
export const rtmpApp = 'live';

/**
 * What an encoder is told as the server, without the stream's name.
 * @param told the setting, where there is one
 * @param baseUrl the address under which the asking client reaches this server
 * @param port the one in use; `null`: RTMP is switched off
 * @throws AppError `not_supported`
 */
export function rtmpServerUrl({
  told,
  baseUrl,
  port,
}: {
  told: string | null;
  baseUrl: string;
  port: number | null;
}): string {
  if (port === null) throw new AppError('not_supported', { detail: 'RTMP_PORT is off' });
  return told ?? `rtmp://${URL.parse(baseUrl)?.hostname || 'localhost'}:${port}/${rtmpApp}`;
}
