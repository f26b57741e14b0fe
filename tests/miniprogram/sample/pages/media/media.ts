/** One media component, with what a test wants played. */
Page({
  data: { kind: '', src: '' },
  onLoad({ kind, src }) {
    this.setData({ kind, src });
  },
  start() {
    wx.createLivePusherContext().start();
  },
  failed({ detail }) {
    this.setData({ error: detail.errMsg });
  },
});
