import { LiveError } from '@lianmai/miniprogram';
import { sentenceOf } from '../i18n/sentenceOf';
import { appContext } from './AppContext';

/** Of a page that shows what the server answers. */
export const pageLoading = {
  phase: 'loading' as 'loading' | 'failed' | 'ready',
  error: '',
};

interface LoadingPage {
  data: typeof pageLoading;
  setData(changes: Partial<typeof pageLoading>): void;
}

/** Runs what asks the server and then draws the page as `ready`. What stood there stays until then, but for a failure. */
export async function loadPage(page: LoadingPage, load: () => Promise<void>): Promise<void> {
  if (page.data.phase === 'failed') page.setData({ phase: 'loading' });
  try {
    await load();
  } catch (error) {
    page.setData({ phase: 'failed', error: sentenceOf(LiveError.from(error), appContext().language) });
  }
}
