/** What comes up from below over a dark page, with a title and what it is given. Event `close`: its ground or its cross was tapped. */
export default Component({
  properties: {
    isOpen: { type: Boolean, value: false },
    title: { type: String, value: '' },
    closeText: { type: String, value: '' },
  },
  methods: {
    onClose() {
      this.triggerEvent('close');
    },
    /** The page behind does not scroll. */
    onMove() {},
  },
});
