import type { Platform } from '../Platform.ts';
import { type WechatHost, wechatLike } from './wechat.ts';

declare const tt: WechatHost;

/** Douyin, whose host has WeChat's shape. https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/api/overview */
export function douyin(host: WechatHost = tt): Platform {
  return wechatLike('douyin', host);
}
