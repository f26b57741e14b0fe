import { settings } from '../settings';

/**
 * The server of this upload: the one in `ext.json` where a third-party platform uploads one program for many operators
 * (`{"ext": {"serverUrl": "https://…"}}`), else that of the settings.
 */
export function serverUrl(): string {
  const { serverUrl: own } = wx.getExtConfigSync() as { serverUrl?: unknown };
  return typeof own === 'string' && own !== '' ? own : settings.serverUrl;
}
