import { HostRefusal, hostCall } from './hostCall.ts';
import { judgeButtons, type ModalButtons } from './modalButtons.ts';

export interface Dialogue {
  title: string;
  content: string;
}

/** What a phone's user sees, and what they will answer. */
export interface DialogueUser {
  toasts: string[];
  isLoading: boolean;
  leavingQuestion: string | null;
  dialogues: Dialogue[];
  confirms: (dialogue: Dialogue) => boolean;
  writes: (before: string) => string;
  chooses: (items: string[]) => number | null;
}

/** `wx.showToast`, `showModal`, `showActionSheet` and what else a host asks and tells by dialogues of its own. */
export function hostDialogues(user: DialogueUser) {
  return {
    showToast: hostCall('showToast', ({ title }: { title: string }) => {
      user.toasts.push(title);
    }),
    hideToast: hostCall('hideToast', () => undefined),
    showLoading: hostCall('showLoading', () => {
      user.isLoading = true;
    }),
    enableAlertBeforeUnload: hostCall('enableAlertBeforeUnload', ({ message }: { message: string }) => {
      user.leavingQuestion = message;
    }),
    disableAlertBeforeUnload: hostCall('disableAlertBeforeUnload', () => {
      user.leavingQuestion = null;
    }),
    hideLoading: hostCall('hideLoading', () => {
      user.isLoading = false;
    }),
    showModal: hostCall(
      'showModal',
      ({
        title = '',
        content = '',
        editable = false,
        ...buttons
      }: Partial<Dialogue> & ModalButtons & { editable?: boolean }) => {
        judgeButtons(buttons);
        user.dialogues.push({ title, content });
        const confirm = user.confirms({ title, content });
        return { confirm, cancel: !confirm, content: editable && confirm ? user.writes(content) : null };
      },
    ),
    showActionSheet: hostCall('showActionSheet', ({ itemList }: { itemList: string[] }) => {
      if (itemList.length > 6) throw new HostRefusal('parameter error: itemList should not exceed 6');
      const tapIndex = user.chooses(itemList);
      if (tapIndex === null) throw new HostRefusal('cancel');
      return { tapIndex };
    }),
  };
}
