import type { LiveClient } from '@lianmai/miniprogram';
import type { HostMessageAnswer, HostMessageQuota, ServerInfo } from '@lianmai/shared';

/**
 * Messages of WeChat's when an anchor goes live. WeChat sends one for each time that its user agrees, and asks them only from a tap: what
 * the server offers is learned before.
 */
export class Reminder {
  readonly #client: LiveClient;
  #templateId: string | null = null;

  constructor(client: LiveClient) {
    this.#client = client;
  }

  /** Whether this server can send any. */
  get canAsk(): boolean {
    return this.#templateId !== null;
  }

  async learn(): Promise<void> {
    const { hosts } = await this.#client.rest.get<ServerInfo>('/api/info');
    this.#templateId = hosts.wechat?.templates.wentLive ?? null;
  }

  /**
   * To be called while a tap is handled, before anything is awaited.
   * @returns what its user said; null where there is nothing to ask
   */
  async ask(): Promise<HostMessageAnswer | null> {
    const templateId = this.#templateId;
    if (templateId === null) return null;
    try {
      const answers = await wx.requestSubscribeMessage({ tmplIds: [templateId] });
      const result = (answers as unknown as Record<string, HostMessageAnswer>)[templateId] ?? 'reject';
      const body = { host: 'wechat', templateId, result };
      await this.#client.rest.post<HostMessageQuota>('/api/me/host-messages', body);
      return result;
    } catch {
      // Switched off in WeChat, or by the server: following works all the same.
      return 'reject';
    }
  }
}
