export type { AudienceClient } from './audience/AudienceClient.ts';
export { AuthSession, type AuthSessionEvents, type AuthSessionOptions } from './auth/AuthSession.ts';
export type { CredentialStorage, Credentials } from './auth/credentials.ts';
export { isTokenRefusal, type TokenOption, type TokenSource } from './auth/TokenSource.ts';
export type { ChatClient } from './chat/ChatClient.ts';
export type { ChatView } from './chat/ChatFeed.ts';
export type { ChatLine, LineEvent, PendingMessage } from './chat/ChatLine.ts';
export type { ReadableStore } from './core/Store.ts';
export {
  type CameraConstraints,
  type DeviceList,
  DeviceManager,
  type MediaDeviceChoice,
  type MicrophoneConstraints,
} from './devices/DeviceManager.ts';
export { LevelMeter } from './devices/LevelMeter.ts';
export type { LiveClientEvents, MediaConnectionState } from './events.ts';
export type { GiftsClient } from './gifts/GiftsClient.ts';
export { LiveClient } from './LiveClient.ts';
export {
  type ClientErrorCode,
  clientErrorCodes,
  describeError,
  LiveError,
  type LiveErrorCode,
} from './LiveError.ts';
export type { LikesClient } from './likes/LikesClient.ts';
export type { Publisher } from './media/Publisher.ts';
export type { Subscriber } from './media/Subscriber.ts';
export type { ModerationClient } from './moderation/ModerationClient.ts';
export { NoticeFeed, type NoticeList } from './notices/NoticeFeed.ts';
export { PushRegistration, type PushState } from './notices/PushRegistration.ts';
export { AccountRest } from './rest/AccountRest.ts';
export { ChatRest } from './rest/ChatRest.ts';
export { type FollowPage, FollowRest } from './rest/FollowRest.ts';
export { GiftsRest, type WalletPage } from './rest/GiftsRest.ts';
export { ModerationRest, type Page } from './rest/ModerationRest.ts';
export { OperatorRest, type OperatorRoomPage } from './rest/OperatorRest.ts';
export { RestClient, type RoomPage } from './rest/RestClient.ts';
export { type RestCall, type RestOptions, RestTransport } from './rest/RestTransport.ts';
export { type ShowPage, StatisticsRest } from './rest/StatisticsRest.ts';
export type { PkClient } from './stage/PkClient.ts';
export type { StageClient } from './stage/StageClient.ts';
export { applicationOf, invitationFor, type PersonOnAir, peopleOnAir } from './stage/selectors.ts';
export type * from './types.ts';
