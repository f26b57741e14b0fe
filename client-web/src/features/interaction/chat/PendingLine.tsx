import type { Language } from '@lianmai/shared';
import { type Translate, useI18n } from '../../../i18n/index.ts';
import { type ChatClient, describeError, type PendingMessage } from '../../../sdk/index.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import { useIdentity } from '../../identity/useIdentity.ts';

/** A message of one's own that the room has not seen yet: on its way, or with what one can do about it. */
export function PendingLine({ message, chat }: { message: PendingMessage; chat: ChatClient }) {
  const { t, language } = useI18n();
  const name = useIdentity()?.user.name ?? t('chat.you');
  const { clientId, content, error } = message;
  return (
    <div
      className="chat-line chat-line--own chat-line--pending"
      data-testid="chat-pending"
      data-state={error ? 'failed' : 'sending'}
    >
      <bdi className="chat-line__name">{name}</bdi>
      <bdi className="chat-line__text">{content}</bdi>
      {error ? (
        <span className="chat-line__failure" role="alert">
          <span>{failureText(message, t, language)}</span>
          {error.code !== 'text_held' && (
            <button type="button" data-testid="chat-retry" onClick={() => chat.retry(clientId)}>
              {t('chat.retry')}
            </button>
          )}
          <button type="button" data-testid="chat-discard" onClick={() => chat.discard(clientId)}>
            {t('chat.discard')}
          </button>
        </span>
      ) : (
        <span className="chat-line__sending">
          <Spinner size={12} />
          <span className="visually-hidden">{t('chat.sending')}</span>
        </span>
      )}
    </div>
  );
}

function failureText({ error, retryAtMs }: PendingMessage, t: Translate, language: Language): string {
  const sentence = describeError(error?.code ?? 'internal', language);
  const waitS = retryAtMs === null ? 0 : Math.ceil((retryAtMs - Date.now()) / 1000);
  return waitS > 1 ? `${sentence} ${t('chat.retryIn', { seconds: waitS })}` : sentence;
}
