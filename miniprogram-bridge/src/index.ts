export { LiveError } from '../../client-web/src/sdk/LiveError.ts';
export { createLiveClient, type LiveClient, type LiveClientOptions } from './createLiveClient.ts';
export type { EnterOptions, LiveRoom, LiveRoomEvents, RoomPhase } from './LiveRoom.ts';
export type { Platform, PlatformRequest, PlatformResponse, PlatformSocket } from './Platform.ts';
export { alipay } from './platforms/alipay.ts';
export { douyin } from './platforms/douyin.ts';
export { wechat } from './platforms/wechat.ts';
export type { RoomPage } from './RestApi.ts';
