// The page of live rooms, as mini-program tutorials write it: no SDK, no npm. `server` is set in app.js.
const { server } = getApp().globalData;

Page({
  data: { rooms: [], isFailed: false },

  onLoad() {
    wx.request({
      url: `${server}/api/rooms?status=live`,
      success: ({ statusCode, data }) =>
        statusCode === 200 ? this.setData({ rooms: data }) : this.setData({ isFailed: true }),
      fail: () => this.setData({ isFailed: true }),
    });
  },

  // <view wx:for="{{rooms}}" wx:key="id" bindtap="enter" data-id="{{item.id}}">{{item.title}}</view>
  enter(event) {
    wx.navigateTo({ url: `/pages/room/room?id=${event.currentTarget.dataset.id}` });
  },
});
