/** A `<live-room>` and nothing else. */
Page({
  data: { states: [] as string[] },
  room: null,
  onLoad({ id }) {
    const { client } = getApp();
    this.room = client.enter(id);
    this.selectComponent('#live').open({ client, room: this.room, roomId: id });
  },
  onUnload() {
    this.room.leave();
  },
  told({ detail }) {
    this.setData({ states: [...this.data.states, detail.name] });
  },
  sized({ detail }) {
    this.setData({ isLandscape: detail.isLandscape });
  },
  ended({ detail }) {
    this.setData({ ended: detail.reason });
  },
});
