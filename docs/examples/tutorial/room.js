// The page of one room: where to play comes over HTTP, everything that is said over a WebSocket. docs/protocol.md is the whole of it.
const { server } = getApp().globalData;

Page({
  data: { src: '', messages: [], likeCount: 0 },

  onLoad({ id }) {
    this.isOpen = false;
    this.waiting = []; // written before the socket was open
    wx.request({
      url: `${server}/api/rooms/${id}/stream?platform=wechat`,
      // <live-player src="{{src}}" mode="live" autoplay />
      success: ({ data }) => this.setData({ src: data.sources[0].url }),
    });
    this.socket = wx.connectSocket({ url: `${server.replace(/^http/, 'ws')}/socket/room/${id}` });
    this.socket.onOpen(() => {
      this.isOpen = true;
      for (const frame of this.waiting.splice(0)) this.send(frame);
    });
    this.socket.onMessage(({ data }) => this.hear(JSON.parse(data)));
  },

  onUnload() {
    this.socket.close();
  },

  send(frame) {
    if (this.isOpen) this.socket.send({ data: JSON.stringify(frame) });
    else this.waiting.push(frame);
  },

  hear(frame) {
    const events = frame.type === 'event' ? [frame.event] : frame.events || [];
    for (const { type, data } of events) {
      if (type === 'chatPosted') this.setData({ messages: [...this.data.messages, data.message] });
      if (type === 'likesAdded') this.setData({ likeCount: data.total });
    }
  },

  // <input bindconfirm="chat" />
  chat(event) {
    this.send({ type: 'chat', content: event.detail.value });
  },

  like() {
    this.send({ type: 'like' });
  },

  gift(event) {
    this.send({ type: 'gift', giftId: event.currentTarget.dataset.id });
  },
});
