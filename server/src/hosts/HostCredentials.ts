/** By what a host knows the server of a mini program. */
export interface HostCredentials {
  appId: string;
  secret: string;
  /** `https://api.weixin.qq.com` and the like. */
  baseUrl: string;
}
