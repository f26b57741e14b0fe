Page({
  data: { rooms: [] as { id: string; title: string; count: number }[], isLoading: true },
  async onLoad() {
    const { rooms } = await getApp().client.rest.rooms({ status: 'live' });
    this.setData({
      rooms: rooms.map(({ id, title, viewerCount }) => ({ id, title, count: viewerCount })),
      isLoading: false,
    });
  },
  enter(event) {
    wx.navigateTo({ url: `/pages/room/room?id=${event.currentTarget.dataset.id}` });
  },
});
