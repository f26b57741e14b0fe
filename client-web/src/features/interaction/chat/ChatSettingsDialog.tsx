import { type ChatSettings, chatLength, limits } from '@lianmai/shared';
import { useState } from 'react';
import { useI18n } from '../../../i18n/index.ts';
import { describeError, type LiveClient, LiveError } from '../../../sdk/index.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Segments, SwitchField } from '../../../ui/fields.tsx';
import { useToast } from '../../../ui/Toasts.tsx';
import { useStore } from '../../../ui/useStore.ts';
import type { PartContext, RoomParts } from '../parts.tsx';

interface ChatSettingsDialogProps {
  context: PartContext;
  parts: RoomParts;
  onClose: () => void;
}

const slowModes = [0, 3, 10, 30, 60] as const;

/** For hosts: who may write, how often, and what everybody should read. */
export function ChatSettingsDialog({ context, parts, onClose }: ChatSettingsDialogProps) {
  const { client } = context;
  const { t } = useI18n();
  const report = useReport();
  const { settings } = useStore(client.chat.view);
  const change = (changes: Partial<ChatSettings>) => void client.chat.change(changes).catch(report);
  const slowModeS = Math.round(settings.slowModeMs / 1000);
  return (
    <Dialog title={t('chatHost.title')} testId="chat-settings" onClose={onClose}>
      <div className="chat-settings">
        <NoticeField client={client} onError={report} />
        <SwitchField
          label={t('chatHost.closed')}
          hint={t('chatHost.closedHint')}
          isOn={!settings.isOpen}
          testId="chat-settings-closed"
          onChange={(isClosed) => change({ isOpen: !isClosed })}
        />
        <SwitchField
          label={t('chatHost.followersOnly')}
          isOn={settings.followersOnly}
          testId="chat-settings-followers"
          onChange={(followersOnly) => change({ followersOnly })}
        />
        <Segments
          label={t('chatHost.slowMode')}
          hint={t('chatHost.slowModeHint')}
          choices={slowModes.map((seconds) => ({
            value: String(seconds),
            label: seconds === 0 ? t('chatHost.off') : t('chatHost.seconds', { seconds }),
          }))}
          value={String(slowModeS)}
          testId="chat-settings-slow"
          onChoose={(seconds) => change({ slowModeMs: Number(seconds) * 1000 })}
        />
        {parts.hostSettings}
      </div>
    </Dialog>
  );
}

function NoticeField({ client, onError }: { client: LiveClient; onError: (cause: unknown) => void }) {
  const { t } = useI18n();
  const { notice } = useStore(client.chat.view);
  const [text, setText] = useState(notice?.content ?? '');
  const [isBusy, setBusy] = useState(false);
  const isTooLong = chatLength(text.trim()) > limits.chatNoticeLength;
  const pin = (content: string | null) => {
    setBusy(true);
    client.chat
      .pin(content)
      .then(() => content === null && setText(''), onError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="field">
      <label className="field__label" htmlFor="chat-notice-text">
        {t('chat.notice')}
      </label>
      <textarea
        id="chat-notice-text"
        className="input chat-settings__notice"
        rows={3}
        value={text}
        placeholder={t('chatHost.noticePlaceholder')}
        aria-invalid={isTooLong}
        data-testid="chat-settings-notice"
        onChange={(event) => setText(event.target.value)}
      />
      <div className="chat-settings__row">
        {notice && (
          <Button look="quiet" disabled={isBusy} data-testid="chat-settings-unpin" onClick={() => pin(null)}>
            {t('chatHost.unpin')}
          </Button>
        )}
        <Button
          look="primary"
          isBusy={isBusy}
          disabled={isTooLong || text.trim() === '' || text.trim() === notice?.content}
          data-testid="chat-settings-pin"
          onClick={() => pin(text.trim())}
        >
          {t('chatHost.pin')}
        </Button>
      </div>
    </div>
  );
}

function useReport(): (cause: unknown) => void {
  const { language } = useI18n();
  const toast = useToast();
  return (cause) => toast(describeError(LiveError.from(cause).code, language), 'error');
}
