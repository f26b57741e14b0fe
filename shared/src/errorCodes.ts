import type { MissingGrant } from './grants.ts';
import type { SanctionDetails } from './moderation.ts';

/**
 * Every error a client can see: HTTP status, whether the same request may succeed later, and the sentence in both languages.
 * REST answers with `status`; signalling carries `code` and `retryable` only.
 */
export const errorCodes = {
  invalid_request: { status: 400, retryable: false, en: 'The request is not valid.', zh: '请求无效。' },
  unknown_request: { status: 400, retryable: false, en: 'There is no such request.', zh: '没有这种请求。' },
  token_missing: { status: 401, retryable: false, en: 'Sign in first.', zh: '请先登录。' },
  token_invalid: {
    status: 401,
    retryable: false,
    en: 'The access token is not valid.',
    zh: '访问令牌无效。',
  },
  token_expired: {
    status: 401,
    retryable: false,
    en: 'The access token has expired.',
    zh: '访问令牌已过期。',
  },
  token_revoked: {
    status: 401,
    retryable: false,
    en: 'You were signed out. Sign in again.',
    zh: '登录已失效，请重新登录。',
  },
  stream_key_wrong: {
    status: 401,
    retryable: false,
    en: 'This stream key is wrong or was renewed; copy the present one from the studio.',
    zh: '推流码错误或已更新，请到开播页重新复制。',
  },
  credentials_wrong: {
    status: 401,
    retryable: false,
    en: 'The account or the password is wrong.',
    zh: '账号或密码不正确。',
  },
  account_taken: { status: 409, retryable: false, en: 'This account is taken.', zh: '该账号已被注册。' },
  registration_closed: {
    status: 403,
    retryable: false,
    en: 'This server does not take new accounts.',
    zh: '本服务器未开放注册。',
  },
  picture_unsupported: {
    status: 415,
    retryable: false,
    en: 'The picture must be a PNG, JPEG or WebP file.',
    zh: '图片须为 PNG、JPEG 或 WebP 格式。',
  },
  login_code_refused: {
    status: 401,
    retryable: true,
    en: 'The login code is not valid any more; get another one.',
    zh: '登录凭证无效或已使用，请重新获取。',
  },
  host_unavailable: {
    status: 503,
    retryable: true,
    en: 'The mini-program platform does not answer; try again.',
    zh: '小程序平台暂时无响应，请稍后再试。',
  },
  forbidden: { status: 403, retryable: false, en: 'You may not do this.', zh: '你没有权限执行此操作。' },
  guests_disabled: {
    status: 403,
    retryable: false,
    en: 'This server does not let guests in.',
    zh: '本服务器不允许游客登录。',
  },
  room_not_found: { status: 404, retryable: false, en: 'There is no such room.', zh: '直播间不存在。' },
  not_found: { status: 404, retryable: false, en: 'Not found.', zh: '未找到。' },
  room_private: {
    status: 403,
    retryable: false,
    en: 'This room is private. Ask the anchor for an invitation.',
    zh: '这是私密直播间，请向主播索取邀请链接。',
  },
  invitation_invalid: {
    status: 403,
    retryable: false,
    en: 'This invitation is not valid any more. Ask the anchor for a new one.',
    zh: '邀请链接已失效，请向主播索取新的链接。',
  },
  media_address_missing: {
    status: 403,
    retryable: false,
    en: 'This stream plays at signed addresses only. Open the room again.',
    zh: '播放地址缺少签名，请重新进入直播间。',
  },
  media_address_invalid: {
    status: 403,
    retryable: false,
    en: 'This playback address is not valid. Open the room again.',
    zh: '播放地址无效，请重新进入直播间。',
  },
  media_address_expired: {
    status: 403,
    retryable: false,
    en: 'This playback address has expired. Open the room again.',
    zh: '播放地址已过期，请重新进入直播间。',
  },
  room_exists: {
    status: 409,
    retryable: false,
    en: 'This room id is taken.',
    zh: '该直播间编号已被占用。',
  },
  room_not_live: { status: 409, retryable: true, en: 'The room is not live.', zh: '直播间未开播。' },
  not_joined: { status: 409, retryable: false, en: 'Join a room first.', zh: '请先进入直播间。' },
  already_joined: {
    status: 409,
    retryable: false,
    en: 'This connection is in a room.',
    zh: '当前连接已在直播间内。',
  },
  invalid_state: {
    status: 409,
    retryable: false,
    en: 'This cannot be done now.',
    zh: '当前状态无法执行此操作。',
  },
  session_not_found: {
    status: 410,
    retryable: false,
    en: 'The session is over; join again.',
    zh: '会话已结束，请重新进入。',
  },
  session_replaced: {
    status: 409,
    retryable: false,
    en: 'You joined from another tab or device.',
    zh: '你已在其他页面或设备进入该直播间。',
  },
  seat_taken: { status: 409, retryable: false, en: 'The seat is taken.', zh: '该麦位已有人。' },
  seat_locked: { status: 409, retryable: false, en: 'The seat is locked.', zh: '该麦位已锁定。' },
  stage_full: { status: 409, retryable: true, en: 'There is no free seat.', zh: '麦位已满。' },
  not_on_stage: { status: 409, retryable: false, en: 'Nobody is on stage there.', zh: '不在麦上。' },
  already_on_stage: { status: 409, retryable: false, en: 'Already on stage.', zh: '已在麦上。' },
  application_closed: {
    status: 409,
    retryable: false,
    en: 'This application is over.',
    zh: '该连麦申请已结束。',
  },
  invitation_closed: {
    status: 409,
    retryable: false,
    en: 'This invitation is over.',
    zh: '该连麦邀请已结束。',
  },
  invitation_only: {
    status: 409,
    retryable: false,
    en: 'Only invited people can come on stage now.',
    zh: '当前仅限受邀者上麦。',
  },
  muted_by_host: { status: 409, retryable: false, en: 'A host has muted you.', zh: '你已被主持人静音。' },
  muted: { status: 403, retryable: false, en: 'You are muted here.', zh: '你已被禁言。' },
  kicked: { status: 403, retryable: false, en: 'You were removed from this room.', zh: '你已被移出直播间。' },
  banned: { status: 403, retryable: false, en: 'You are banned.', zh: '你已被封禁。' },
  pk_busy: { status: 409, retryable: true, en: 'The room is busy with a PK.', zh: '该直播间正忙于 PK。' },
  pk_not_found: { status: 404, retryable: false, en: 'There is no such PK.', zh: '该 PK 不存在或已结束。' },
  chat_closed: {
    status: 409,
    retryable: false,
    en: 'The chat is closed for now.',
    zh: '主播已开启全员禁言。',
  },
  followers_only: {
    status: 403,
    retryable: false,
    en: 'Only followers of the anchor may chat here.',
    zh: '仅关注主播的用户可以发言。',
  },
  slow_mode: {
    status: 429,
    retryable: true,
    en: 'Slow mode is on: wait a little before the next message.',
    zh: '已开启慢速模式，请稍后再发言。',
  },
  text_held: {
    status: 409,
    retryable: false,
    en: 'This message will be shown once a moderator has looked at it.',
    zh: '内容需人工审核，通过后将显示在直播间。',
  },
  text_refused: {
    status: 422,
    retryable: false,
    en: 'This message contains something that is not allowed here.',
    zh: '内容包含违规信息，请修改后再发送。',
  },
  gift_not_found: {
    status: 404,
    retryable: false,
    en: 'There is no such gift.',
    zh: '该礼物不存在或已下架。',
  },
  balance_too_low: {
    status: 409,
    retryable: false,
    en: 'There are not enough coins.',
    zh: '金币余额不足。',
  },
  order_conflict: {
    status: 409,
    retryable: false,
    en: 'This order id stands for something else.',
    zh: '该订单号已用于其他订单。',
  },
  order_not_found: { status: 404, retryable: false, en: 'There is no such order.', zh: '订单不存在。' },
  signature_wrong: {
    status: 401,
    retryable: false,
    en: 'The signature is not valid.',
    zh: '签名无效。',
  },
  unsupported_codec: {
    status: 415,
    retryable: false,
    en: 'No common audio or video codec.',
    zh: '没有可用的音视频编码格式。',
  },
  unsupported_version: {
    status: 426,
    retryable: false,
    en: 'Reload: this page is out of date.',
    zh: '页面版本过旧，请刷新。',
  },
  limit_reached: { status: 429, retryable: false, en: 'The limit is reached.', zh: '已达到上限。' },
  too_many_requests: {
    status: 429,
    retryable: true,
    en: 'Too fast; try again shortly.',
    zh: '操作过于频繁，请稍后再试。',
  },
  payload_too_large: { status: 413, retryable: false, en: 'The request is too large.', zh: '请求内容过大。' },
  capacity_reached: {
    status: 503,
    retryable: true,
    en: 'The server is full; try again later.',
    zh: '服务器已满，请稍后再试。',
  },
  media_unavailable: {
    status: 503,
    retryable: true,
    en: 'The media service is restarting.',
    zh: '媒体服务正在恢复，请稍候。',
  },
  egress_unavailable: {
    status: 503,
    retryable: true,
    en: 'The stream is not ready; try again.',
    zh: '旁路流暂不可用，请重试。',
  },
  snapshot_unavailable: {
    status: 503,
    retryable: true,
    en: 'There is no picture of the room now.',
    zh: '暂时无法获取直播间画面。',
  },
  database_unavailable: {
    status: 503,
    retryable: true,
    en: 'The records cannot be reached; try again shortly.',
    zh: '数据服务暂不可用，请稍后再试。',
  },
  draining: { status: 503, retryable: true, en: 'The server is shutting down.', zh: '服务器正在停机维护。' },
  not_supported: {
    status: 501,
    retryable: false,
    en: 'This server does not offer this.',
    zh: '本服务器不支持此功能。',
  },
  internal: { status: 500, retryable: true, en: 'Something went wrong on our side.', zh: '服务器内部错误。' },
} as const;

export type ErrorCode = keyof typeof errorCodes;
export type Language = 'zh' | 'en';

/** What some errors say beside their code. */
export interface ErrorDetailsMap {
  forbidden: MissingGrant;
  muted: SanctionDetails;
  kicked: SanctionDetails;
  banned: SanctionDetails;
}
export type ErrorDetails = ErrorDetailsMap[keyof ErrorDetailsMap];

/** What a client receives for a failed request, over REST as `{ error }` and in a signalling reply. */
export interface WireError {
  code: ErrorCode;
  /** One sentence in the language of the request. */
  message: string;
  retryable: boolean;
  /** For `invalid_request`: which field is wrong and why. */
  fields?: { path: string; message: string }[];
  /** For the codes of `ErrorDetailsMap`, in the shape that stands there. */
  details?: ErrorDetails;
  /** When it may be worth trying again, where the server knows. */
  retryAfterMs?: number;
}

/** True for a string that is one of our codes: a server newer than its client may send others. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
