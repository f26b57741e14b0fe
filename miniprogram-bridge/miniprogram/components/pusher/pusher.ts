import { PushControl } from './PushControl';

/** What stands behind each of them; the typings have no place for it on `this`. */
const controls = new WeakMap<object, PushControl>();

/**
 * The host's camera and microphone, published to an address for as long as it has one; without an address one sees oneself. Begins
 * again by itself after losses and from the background. Each change is told: event `change`, its detail a `PushState`.
 */
export default Component({
  properties: {
    /** `rtmp://…`; empty: off the air. */
    url: { type: String, value: '' },
    isMicOn: { type: Boolean, value: true },
    isCameraOn: { type: Boolean, value: true },
    /** 0 to 9. */
    beauty: { type: Number, value: 0 },
  },

  observers: {
    url() {
      // Once the host's pusher has it, too.
      wx.nextTick(() => this.follow());
    },
  },

  lifetimes: {
    ready() {
      const control = new PushControl({
        pusher: wx.createLivePusherContext(),
        onChange: (state) => this.triggerEvent('change', state),
      });
      controls.set(this, control);
      this.follow();
    },
    detached() {
      controls.get(this)?.close();
    },
  },

  pageLifetimes: {
    show() {
      controls.get(this)?.setShown(true);
    },
    hide() {
      controls.get(this)?.setShown(false);
    },
  },

  methods: {
    /** The other camera. */
    flip() {
      wx.createLivePusherContext().switchCamera();
    },

    /** After a failure: once more. */
    retry() {
      this.follow();
    },

    follow() {
      controls.get(this)?.happen({ type: this.data.url === '' ? 'unwanted' : 'wanted' });
    },

    onCode({ detail }: WechatMiniprogram.LivePusherStateChange) {
      controls.get(this)?.happen({ type: 'code', code: detail.code });
    },

    onError({ detail }: WechatMiniprogram.CustomEvent<{ errCode: number; errMsg: string }>) {
      controls.get(this)?.happen({ type: 'error', errCode: detail.errCode, errMsg: detail.errMsg ?? '' });
    },
  },
});
