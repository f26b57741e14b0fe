import type { LiveError } from '@lianmai/miniprogram';
import { bilingual, type Language } from './bilingual';

const ours = bilingual({
  network: ['网络不给力，请检查网络后重试', 'The server cannot be reached. Check your network.'],
  timeout: ['服务器响应超时，请稍后重试', 'The server did not answer in time. Try again.'],
  other: ['出了点问题，请稍后重试', 'Something went wrong. Try again.'],
});

/** An error for people: the server's own sentence, which comes in the language that was asked for, or one of ours. */
export function sentenceOf(error: LiveError, language: Language): string {
  const texts = ours[language];
  switch (error.code) {
    case 'network':
    case 'aborted':
      return texts.network;
    case 'timeout':
      return texts.timeout;
    default:
      return error.message || texts.other;
  }
}
