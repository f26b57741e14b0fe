import type { Platform } from '../Platform.ts';
import { parsedJson } from '../parsedJson.ts';
import { type HostEvents, hostEvents, hostSocket, lowerCased, type SocketTask } from './hostParts.ts';

/** What of `my` the SDK uses. Source: the typings of the host, package `@mini-types/my` 3.0. */
export interface AlipayHost extends HostEvents {
  request(options: {
    url: string;
    method: string;
    headers: Record<string, string>;
    data?: string;
    dataType: 'json';
    timeout: number;
    success: (result: { status: number; headers: Record<string, string>; data: unknown }) => void;
    fail: (error: {
      error?: number;
      errorMessage?: string;
      status?: number;
      headers?: Record<string, string>;
      data?: unknown;
    }) => void;
  }): unknown;
  connectSocket(options: {
    url: string;
    header: Record<string, string>;
    /** Without it there is one socket for the whole mini program, and no task. */
    multiple: true;
    fail: () => void;
    /** The text lies one level deeper than elsewhere. */
  }): SocketTask<{ data: { data: string; isBuffer?: boolean } }>;
  getStorageSync(options: { key: string }): { data: unknown };
  setStorageSync(options: { key: string; data: string }): void;
  removeStorageSync(options: { key: string }): void;
  getAuthCode(options: {
    scopes: string;
    success: (result: { authCode: string }) => void;
    fail: (error: { errorMessage?: string }) => void;
  }): void;
}

declare const my: AlipayHost;

/** Alipay. https://opendocs.alipay.com/mini/api */
export function alipay(host: AlipayHost = my): Platform {
  return {
    name: 'alipay',
    request: ({ method, url, headers, body, timeoutMs }) =>
      new Promise((resolve, reject) => {
        host.request({
          url,
          method,
          headers,
          ...(body && { data: JSON.stringify(body) }),
          dataType: 'json',
          timeout: timeoutMs,
          success: (result) => resolve({ ...result, headers: lowerCased(result.headers) }),
          // An answer with an error status comes this way too.
          fail: ({ status, headers: answered = {}, data, errorMessage }) =>
            status
              ? resolve({
                  status,
                  headers: lowerCased(answered),
                  data: typeof data === 'string' ? parsedJson(data) : data,
                })
              : reject(new Error(errorMessage)),
        });
      }),
    connectSocket: (url, headers) =>
      hostSocket(
        (fail) => host.connectSocket({ url, header: headers, multiple: true, fail }),
        ({ data }) => (data.isBuffer ? null : data.data),
      ),
    stored: (key) => {
      const { data } = host.getStorageSync({ key });
      return typeof data === 'string' && data !== '' ? data : null;
    },
    store: (key, value) =>
      value === null ? host.removeStorageSync({ key }) : host.setStorageSync({ key, data: value }),
    ...hostEvents(host),
    loginCode: () =>
      new Promise((resolve, reject) => {
        host.getAuthCode({
          scopes: 'auth_base',
          success: ({ authCode }) => resolve(authCode),
          fail: ({ errorMessage }) => reject(new Error(errorMessage)),
        });
      }),
  };
}
