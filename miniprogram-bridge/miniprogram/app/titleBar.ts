export interface TitleBar {
  /** Where the host's own button begins, from the top of the screen. */
  topPx: number;
  heightPx: number;
  /** What the host's own button takes on the right, its margin included. */
  rightPx: number;
}

/** Where a page without the host's title bar puts its own: beside the host's button. */
export function titleBar(): TitleBar {
  const { top, height, left } = wx.getMenuButtonBoundingClientRect();
  return { topPx: top, heightPx: height, rightPx: wx.getWindowInfo().windowWidth - left };
}
