import type { Platform } from '../Platform.ts';
import { type HostEvents, hostEvents, hostSocket, lowerCased, type SocketTask } from './hostParts.ts';

/** What of `wx` (and of QQ's and Douyin's hosts, which are made after it) the SDK uses. */
export interface WechatHost extends HostEvents {
  request(options: {
    url: string;
    method: string;
    header: Record<string, string>;
    data?: object | undefined;
    timeout: number;
    success: (result: { statusCode: number; header: Record<string, string>; data: unknown }) => void;
    fail: (error: { errMsg?: string }) => void;
  }): unknown;
  connectSocket(options: {
    url: string;
    header: Record<string, string>;
    tcpNoDelay?: boolean;
    fail: () => void;
  }): SocketTask<{ data: string | ArrayBuffer }>;
  getStorageSync(key: string): unknown;
  setStorageSync(key: string, value: string): void;
  removeStorageSync(key: string): void;
  login(options: {
    success: (result: { code: string }) => void;
    fail: (error: { errMsg?: string }) => void;
  }): void;
}

declare const wx: WechatHost;

/** WeChat. https://developers.weixin.qq.com/miniprogram/dev/api/ */
export function wechat(host: WechatHost = wx): Platform {
  return wechatLike('wechat', host);
}

/** For hosts whose API has WeChat's shape. */
export function wechatLike(name: Platform['name'], host: WechatHost): Platform {
  return {
    name,
    request: ({ method, url, headers, body, timeoutMs }) =>
      new Promise((resolve, reject) => {
        host.request({
          url,
          method,
          header: headers,
          data: body,
          timeout: timeoutMs,
          success: ({ statusCode, header, data }) =>
            resolve({ status: statusCode, headers: lowerCased(header), data }),
          fail: ({ errMsg }) => reject(new Error(errMsg)),
        });
      }),
    connectSocket: (url, headers) =>
      hostSocket(
        (fail) => host.connectSocket({ url, header: headers, tcpNoDelay: true, fail }),
        ({ data }) => (typeof data === 'string' ? data : null),
      ),
    stored: (key) => {
      const value = host.getStorageSync(key);
      return typeof value === 'string' && value !== '' ? value : null;
    },
    store: (key, value) => (value === null ? host.removeStorageSync(key) : host.setStorageSync(key, value)),
    ...hostEvents(host),
    loginCode: () =>
      new Promise((resolve, reject) => {
        host.login({ success: ({ code }) => resolve(code), fail: ({ errMsg }) => reject(new Error(errMsg)) });
      }),
  };
}
