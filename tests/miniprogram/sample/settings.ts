declare const wx: { getStorageSync(key: string): string };

/** A test puts it there. */
export const baseUrl = wx.getStorageSync('baseUrl');
