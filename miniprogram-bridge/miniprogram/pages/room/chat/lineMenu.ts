import { LiveError, type LiveRoom } from '@lianmai/miniprogram';
import type { ChatMessage } from '@lianmai/shared';
import { appContext } from '../../../app/AppContext';
import { sentenceOf } from '../../../i18n/sentenceOf';
import { dialogues } from '../dialogues';
import type { ChatTexts } from './chatTexts';
import type { RoomChatPart } from './RoomChatPart';

interface Choice {
  text: string;
  run: () => unknown;
}

const categories = ['spam', 'abuse', 'sexual', 'illegal', 'minors', 'other'] as const;

/**
 * What one may do about a line that was tapped: one's own that failed, or somebody's message.
 * @returns whom to mention, where that was chosen
 */
export async function lineMenu(
  key: string,
  room: LiveRoom,
  chat: RoomChatPart,
  t: ChatTexts,
): Promise<string | null> {
  let mention: string | null = null;
  const pending = room.chat.pending.getSnapshot().find(({ clientId }) => clientId === key);
  if (pending) {
    if (pending.error)
      await choose([
        { text: t.resend, run: () => chat.retry(key) },
        { text: t.discard, run: () => chat.discard(key) },
      ]);
    return null;
  }
  const line = room.chat.view.getSnapshot().lines.find((one) => one.key === key);
  if (line?.kind !== 'message') return null;
  await choose(
    choicesAbout(line.message, room, t, () => {
      mention = line.message.user.name;
    }),
  );
  return mention;
}

function choicesAbout(message: ChatMessage, room: LiveRoom, t: ChatTexts, onMention: () => void): Choice[] {
  const { id, user, content, role } = message;
  const isOwn = user.id === appContext().client.user?.id;
  const mayModerate = room.room.getSnapshot().may.moderate && role !== 'anchor' && role !== 'operator';
  const copy = { text: t.copy, run: () => wx.setClipboardData({ data: content }).catch(() => undefined) };
  const remove = {
    text: t.delete,
    run: () => said(room.request('deleteMessages', { messageIds: [id] }), ''),
  };
  if (isOwn) return [copy, remove];
  const sanction = (kind: 'mute' | 'kick') => () =>
    said(room.request('sanction', { userId: user.id, kind }), t.done);
  return [
    { text: t.mention, run: onMention },
    copy,
    { text: t.report, run: () => report(id, room, t) },
    ...(mayModerate
      ? [remove, { text: t.mute, run: sanction('mute') }, { text: t.kick, run: sanction('kick') }]
      : []),
  ];
}

async function report(messageId: string, room: LiveRoom, t: ChatTexts): Promise<void> {
  const texts = [t.reportSpam, t.reportAbuse, t.reportSexual, t.reportIllegal, t.reportMinors, t.reportOther];
  await choose(
    categories.map((category, index) => ({
      text: texts[index] ?? category,
      run: () =>
        said(room.request('report', { subject: { type: 'message', messageId }, category }), t.reported),
    })),
  );
}

/** Nothing, where the menu is put away. */
async function choose(choices: Choice[]): Promise<void> {
  const chosen = await dialogues.choose(choices.map(({ text }) => text));
  if (chosen !== null) await choices[chosen]?.run();
}

/** Tells how a request went. */
async function said(request: Promise<unknown>, sentence: string): Promise<void> {
  const title = await request.then(
    () => sentence,
    (cause: unknown) => sentenceOf(LiveError.from(cause), appContext().language),
  );
  dialogues.toast(title);
}
