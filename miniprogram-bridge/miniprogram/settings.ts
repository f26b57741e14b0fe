/** What an operator sets before uploading the mini program. */
export const settings = {
  /**
   * The Lianmai server. In WeChat's console its host must stand among the domains for requests (`https://`), sockets (`wss://`) and
   * downloads; on a phone it needs HTTPS. This one is a server on the same machine, for WeChat DevTools.
   */
  serverUrl: 'http://127.0.0.1:3000',
};
