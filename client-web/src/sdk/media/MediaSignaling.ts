import type { ReplyMap, RequestInput, RequestType } from '@lianmai/shared';

/** What the media side needs of the Session. Requests wait while the connection is lost. */
export interface MediaSignaling {
  request<T extends RequestType>(type: T, fields: RequestInput<T>): Promise<ReplyMap[T]>;
}
