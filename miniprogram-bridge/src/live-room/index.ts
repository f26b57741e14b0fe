/// <reference types="miniprogram-api-typings" />
import { emptyScreen, Screen, type ScreenOptions, type ScreenOwner } from './Screen.ts';
import type { Language } from './statusTexts.ts';

// A component's instance has no typed place for objects of its own.
const screens = new WeakMap<object, Screen>();

interface Detail<T> {
  detail: T;
}

/**
 * `<live-room>`: a room's show, played as well as the phone can, with 弹幕 and gifts over it. The page opens it with what cannot go through
 * WXML, which takes plain data only: `this.selectComponent('#live').open({ client, room, roomId })`.
 */
export default Component({
  options: { styleIsolation: 'isolated' },
  properties: {
    muted: { type: Boolean, value: false },
    /** Passing lines of chat. */
    showsDanmaku: { type: Boolean, value: true },
    showsGifts: { type: Boolean, value: true },
    /** `auto`: an upright picture fills the place, a wide one is shown whole. */
    fit: { type: String, value: 'auto' as 'auto' | 'contain' | 'fillCrop' },
    language: { type: String, value: 'zh' as Language },
  },
  data: emptyScreen,
  lifetimes: {
    detached() {
      screens.get(this)?.close();
    },
  },
  pageLifetimes: {
    show() {
      screens.get(this)?.shown();
    },
  },
  methods: {
    /** Plays the room, also its later shows, until `close`. */
    open(options: ScreenOptions) {
      screens.get(this)?.close();
      screens.set(this, new Screen(this as unknown as ScreenOwner, options));
    },
    close() {
      screens.get(this)?.close();
      screens.delete(this);
    },
    play() {
      screens.get(this)?.tell({ type: 'wanted' });
    },
    stop() {
      screens.get(this)?.tell({ type: 'unwanted' });
    },
    /** A wide picture lies down. */
    requestFullScreen() {
      screens.get(this)?.requestFullScreen();
    },
    exitFullScreen() {
      screens.get(this)?.exitFullScreen();
    },
    onCode({ detail }: Detail<{ code: number }>) {
      screens.get(this)?.tell({ type: 'codeTold', code: detail.code });
    },
    onNetStatus({
      detail: { info },
    }: Detail<{ info: { videoWidth: number; videoHeight: number; videoCache?: number } }>) {
      const screen = screens.get(this);
      screen?.sized({ width: info.videoWidth, height: info.videoHeight });
      screen?.kept(info.videoCache);
    },
    onRefused() {
      screens.get(this)?.tell({ type: 'playerRefused' });
    },
    onVideoSize({ detail }: Detail<{ width: number; height: number }>) {
      screens.get(this)?.sized(detail);
    },
    onVideoMoved() {
      screens.get(this)?.tell({ type: 'videoMoved' });
    },
    onVideoStalled() {
      screens.get(this)?.tell({ type: 'videoStalled' });
    },
    onVideoBroke() {
      screens.get(this)?.tell({ type: 'videoBroke' });
    },
    onFullScreen({ detail }: Detail<{ fullScreen: boolean }>) {
      this.setData({ isFull: detail.fullScreen });
      this.triggerEvent('fullscreen', { isFull: detail.fullScreen });
    },
    onRetry() {
      this.play();
    },
  },
});
