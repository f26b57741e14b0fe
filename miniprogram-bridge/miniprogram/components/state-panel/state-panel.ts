import type { IconName } from '../icon/iconShapes';

/** What stands where there is nothing to show: why, and what one can do. `action` is tapped: event `action`. */
export default Component({
  properties: {
    icon: { type: String, value: '' as IconName | '' },
    /** `plain`, `invite` or `error`. */
    tone: { type: String, value: 'plain' },
    title: { type: String, value: '' },
    text: { type: String, value: '' },
    action: { type: String, value: '' },
  },
  methods: {
    onAction() {
      this.triggerEvent('action');
    },
  },
});
