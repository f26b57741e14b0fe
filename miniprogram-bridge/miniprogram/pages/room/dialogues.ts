/** What a room asks and tells its user, by the host's own dialogues. */
export const dialogues = {
  toast(sentence: string): void {
    if (sentence) wx.showToast({ title: sentence, icon: 'none' });
  },

  tell(title: string, content: string): void {
    wx.showModal({ title, content, showCancel: false }).catch(() => undefined);
  },

  async confirm(content: string, confirmText: string, cancelText: string): Promise<boolean> {
    const { confirm } = await wx
      .showModal({ content, confirmText, cancelText })
      .catch(() => ({ confirm: false }));
    return confirm;
  },

  /** @returns which line; null where it was put away */
  async choose(itemList: string[]): Promise<number | null> {
    const { tapIndex } = await wx.showActionSheet({ itemList }).catch(() => ({ tapIndex: -1 }));
    return tapIndex < 0 ? null : tapIndex;
  },
};
