Page({
  data: { src: '', messages: [] as { id: string; content: string }[], draft: '', phase: 'connecting' },
  room: null,
  async onLoad({ id }) {
    const { client } = getApp();
    this.room = client.enter(id);
    this.room.on('event', (event) => {
      if (event.type === 'chatPosted')
        this.setData({ messages: [...this.data.messages, event.data.message] });
    });
    this.room.phase.subscribe(() => this.setData({ phase: this.room.phase.getSnapshot().name }));
    const { sources } = await client.rest.stream(id);
    this.setData({ src: sources[0].url });
  },
  onUnload() {
    this.room.leave();
  },
  typed({ detail }) {
    this.setData({ draft: detail.value });
  },
  send() {
    this.room.sendChat(this.data.draft);
    this.setData({ draft: '' });
  },
  playerChanged({ detail }) {
    if (detail.code === 2004) this.setData({ isPlaying: true });
  },
});
