import type { PlaybackState } from './playbackMachine.ts';

export type Language = 'zh' | 'en';

interface Status {
  status: string;
  isBusy: boolean;
  canRetry: boolean;
}

const texts: Record<Language, Record<'starting' | 'recovering' | 'offline' | 'failed', string>> = {
  zh: {
    starting: '正在加载直播',
    recovering: '网络不稳，正在恢复',
    offline: '网络已断开，连上后自动继续',
    failed: '画面暂时无法播放',
  },
  en: {
    starting: 'Loading the stream',
    recovering: 'Unstable network, recovering',
    offline: 'No network. Playback goes on when it is back',
    failed: 'The stream cannot be played at the moment',
  },
};

/** What stands over the picture while none moves. */
export function statusOf({ name }: PlaybackState, language: Language): Status {
  switch (name) {
    case 'asking':
    case 'starting':
      return { status: texts[language].starting, isBusy: true, canRetry: false };
    case 'recovering':
    case 'checkingNetwork':
    case 'pausing':
      return { status: texts[language].recovering, isBusy: true, canRetry: false };
    case 'offline':
      return { status: texts[language].offline, isBusy: false, canRetry: false };
    case 'failed':
      return { status: texts[language].failed, isBusy: false, canRetry: true };
    default:
      return { status: '', isBusy: false, canRetry: false };
  }
}
