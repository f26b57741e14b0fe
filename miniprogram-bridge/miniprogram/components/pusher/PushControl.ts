import { type PushAct, type PushEvent, type PushState, pushStep } from './pushSteps';

/** After so long without another word of a weak uplink it counts as good. */
const calmAfterMs = 6000;

export interface PushControlDeps {
  /** The host's; it lives as long as its element. */
  pusher: Pick<WechatMiniprogram.LivePusherContext, 'start' | 'stop' | 'startPreview'>;
  onChange: (state: PushState) => void;
}

/** Does to a host's pusher what `pushStep` says, and keeps its time. */
export class PushControl {
  readonly #deps: PushControlDeps;
  readonly #followNetwork = ({ isConnected }: { isConnected: boolean }) => {
    if (isConnected) this.happen({ type: 'due' });
  };
  #state: PushState = { name: 'off' };
  #isShown = true;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: PushControlDeps) {
    this.#deps = deps;
    deps.pusher.startPreview();
    wx.onNetworkStatusChange(this.#followNetwork);
  }

  happen(event: PushEvent): void {
    const before = this.#state;
    const { state, act } = pushStep(before, event);
    this.#state = state;
    this.#act(act);
    if (state === before) return;
    this.#keepTime();
    this.#deps.onChange(state);
    // Hosts also tell of the suspension when it is over.
    if (state.name === 'suspended' && this.#isShown) this.happen({ type: 'shown' });
  }

  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) this.happen({ type: 'shown' });
  }

  close(): void {
    clearTimeout(this.#timer);
    wx.offNetworkStatusChange(this.#followNetwork as () => void);
    this.#deps.pusher.stop();
  }

  #act(act: PushAct): void {
    const { pusher } = this.#deps;
    switch (act) {
      case 'start':
        pusher.start();
        break;
      case 'stop':
        pusher.stop();
        // One goes on seeing oneself.
        pusher.startPreview();
        break;
      case 'restart':
        pusher.stop({ complete: () => this.#startIfWanted() });
        break;
      case null:
        break;
    }
  }

  #startIfWanted(): void {
    if (this.#state.name === 'connecting') this.#deps.pusher.start();
  }

  #keepTime(): void {
    const state = this.#state;
    clearTimeout(this.#timer);
    if (state.name === 'live' && state.isWeak)
      this.#timer = setTimeout(() => this.happen({ type: 'uplinkCalm' }), calmAfterMs);
    if (state.name === 'waiting') this.#timer = setTimeout(() => this.#due(), state.afterMs);
  }

  /** Without a network there is nothing to begin with: its return will say so. */
  #due(): void {
    wx.getNetworkType({
      success: ({ networkType }) => {
        if (networkType !== 'none') this.happen({ type: 'due' });
      },
      fail: () => this.happen({ type: 'due' }),
    });
  }
}
