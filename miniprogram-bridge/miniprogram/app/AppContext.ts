import { createLiveClient, type LiveClient, wechat } from '@lianmai/miniprogram';
import type { Language } from '../i18n/bilingual';
import { preferredLanguage, rememberLanguage } from '../i18n/language';
import { Identity } from './Identity';
import { serverUrl } from './serverUrl';

/** What every page works with. `App()` holds it; pages take it from `appContext()`. */
export interface AppContext {
  readonly client: LiveClient;
  readonly identity: Identity;
  readonly language: Language;
  /** Pages take their sentences again when they are shown next; the server answers in it after a restart. */
  setLanguage(language: Language): void;
}

export interface LianmaiApp {
  context: AppContext;
}

export const appContext = (): AppContext => getApp<LianmaiApp>().context;

export function createAppContext(): AppContext {
  let language = preferredLanguage();
  const platform = wechat();
  const client: LiveClient = createLiveClient({
    platform,
    baseUrl: serverUrl(),
    language,
    login: () => identity.renew(),
  });
  const identity: Identity = new Identity({
    client,
    stored: platform.stored,
    store: platform.store,
    guestName: () => `${language === 'zh' ? '游客' : 'Guest '}${1000 + Math.floor(Math.random() * 9000)}`,
  });
  return {
    client,
    identity,
    get language() {
      return language;
    },
    setLanguage: (chosen) => {
      language = chosen;
      rememberLanguage(chosen);
    },
  };
}
