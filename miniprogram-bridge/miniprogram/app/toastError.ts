import { LiveError } from '@lianmai/miniprogram';
import { sentenceOf } from '../i18n/sentenceOf';
import { appContext } from './AppContext';

/** Tells for a moment what went wrong. */
export function toastError(error: unknown): void {
  wx.showToast({ title: sentenceOf(LiveError.from(error), appContext().language), icon: 'none' });
}
