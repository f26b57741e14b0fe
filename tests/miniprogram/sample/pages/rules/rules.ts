/** Calls the host as a test wants it. */
Page({
  data: {
    call: '',
    options: {},
    answer: null,
    seen: {
      globalThis: typeof globalThis,
      window: typeof window,
      document: typeof document,
      fetch: typeof fetch,
      URL: typeof URL,
      TextEncoder: typeof TextEncoder,
      WebSocket: typeof WebSocket,
      process: typeof process,
      Buffer: typeof Buffer,
    },
  },
  ask() {
    const { call, options } = this.data;
    wx[call]({ ...options, complete: (answer) => this.setData({ answer }) });
  },
  fail() {
    throw new Error('on purpose');
  },
});
