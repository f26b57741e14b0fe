import { FakeHost } from './FakeHost.ts';
import { fileSystem } from './fileSystem.ts';
import { HostRefusal, hostCall } from './hostCall.ts';
import { type Dialogue, hostDialogues } from './hostDialogues.ts';
import { phoneFacts } from './phoneFacts.ts';
import type { FakeLivePlayer } from './players/FakeLivePlayer.ts';
import type { FakeLivePusher } from './players/FakeLivePusher.ts';
import type { FakeVideo } from './players/FakeVideo.ts';
import type { EngineInstance } from './vendorEngine.ts';

export type Query = Record<string, string>;

/** What `wx` asks of the program. */
interface Navigator {
  navigateTo(path: string, query: Query): void;
  redirectTo(path: string, query: Query): void;
  reLaunch(path: string, query: Query): void;
  switchTab(path: string): void;
  navigateBack(delta?: number): void;
  readonly page: { route: string; instance: EngineInstance };
  /** Whether the page in front is one of the tabs. */
  readonly isTab: boolean;
}

type Scope = 'scope.camera' | 'scope.record' | 'scope.userInfo';

/**
 * WeChat as a phone has it: what `FakeHost` refuses, and pages, toasts, dialogues, permissions and subscribe messages with their rules. Its
 * fields say what its user sees and what they will answer.
 */
export class FakeWx extends FakeHost {
  readonly toasts: string[] = [];
  /** Shown in the title bar. */
  title = '';
  isLoading = false;
  /** Asked of who wants to leave the page; null: nobody is asked. */
  leavingQuestion: string | null = null;
  dialogues: Dialogue[] = [];
  /** Of the next dialogue, and of each line of a menu by its index. */
  confirms: (dialogue: Dialogue) => boolean = () => true;
  /** Which of `files` for their avatar; null: none. */
  choosesAvatar: () => string | null = () => null;
  /** What is on the phone, by its path. */
  readonly files = new Map<string, Uint8Array>();
  /** Into the next dialogue with a field, in place of what stands in it. */
  writes: (before: string) => string = (before) => before;
  chooses: (items: string[]) => number | null = () => 0;
  /** What its user has said, and will say when they are asked. WeChat asks once. */
  readonly permissions = new Map<Scope, boolean>();
  grants: (scope: Scope) => boolean = () => true;
  /** Of each template: what its user answers. */
  subscribes: (templateId: string) => 'accept' | 'reject' | 'ban' | 'filter' = () => 'accept';
  networkType = 'wifi';
  theme: 'light' | 'dark' = 'light';
  language = 'zh_CN';
  /** Without the category, `<live-player>` and `<live-pusher>` draw nothing and say `insertLivePlayer:fail access denied`. */
  hasLiveCategory = true;
  /** What a phone with an old WeChat, or another host, does not have: names of components and APIs. */
  lacks: string[] = [];
  isKeptAwake = false;
  clipboard = '';
  /** `ext.json`, as a third-party platform sets it for an upload: our mini program has its server's address from there. */
  ext: Record<string, unknown> = {};
  /** Names of the tabs that the program has changed, by their place. */
  readonly tabNames = new Map<number, string>();
  /** Those that stand on open pages. */
  readonly livePlayers = new Set<FakeLivePlayer>();
  readonly livePushers = new Set<FakeLivePusher>();
  readonly videos = new Set<FakeVideo>();
  readonly #whenShown = new Set<() => void>();
  #program: Navigator | null = null;
  #isTapped = false;
  #wx: ReturnType<FakeWx['createWx']> | undefined;

  override get wx() {
    this.#wx ??= this.createWx();
    return this.#wx;
  }

  attach(program: Navigator): void {
    this.#program = program;
  }

  override suspend(): void {
    super.suspend();
    for (const media of [...this.livePlayers, ...this.livePushers, ...this.videos]) media.interrupt();
  }

  override show(): void {
    super.show();
    for (const run of [...this.#whenShown]) run();
    this.#whenShown.clear();
  }

  override loseNetwork(): void {
    super.loseNetwork();
    this.networkType = 'none';
    for (const media of [...this.livePlayers, ...this.livePushers, ...this.videos]) media.loseNetwork();
  }

  override regainNetwork(networkType = 'wifi'): void {
    this.networkType = networkType;
    super.regainNetwork(networkType);
  }

  onceShown(run: () => void): void {
    this.#whenShown.add(run);
  }

  duringTap(run: () => void): void {
    this.#isTapped = true;
    try {
      run();
    } finally {
      this.#isTapped = false;
    }
  }

  /** In the host's settings its user allows everything. */
  openSettings(): void {
    for (const scope of this.permissions.keys()) this.permissions.set(scope, true);
  }

  private createWx() {
    return {
      ...super.wx,
      ...this.#navigation(),
      ...hostDialogues(this),
      ...this.#permissions(),
      ...this.#phone(),
      createLivePlayerContext: (id: string, component?: EngineInstance) =>
        contextOf(() => this.#named(this.livePlayers, id, component)),
      createVideoContext: (id: string, component?: EngineInstance) =>
        contextOf(() => this.#named(this.videos, id, component)),
      // There is one on a page at most.
      createLivePusherContext: () => contextOf(() => [...this.livePushers].at(-1)),
    };
  }

  #navigation() {
    const program = () => {
      if (!this.#program) throw new HostRefusal('no program');
      return this.#program;
    };
    const there =
      (go: (path: string, query: Query) => void) =>
      ({ url }: { url: string }) => {
        const from = program().page.route;
        const { path, query } = urlParts(new URL(url, `http://program/${from}`));
        go(path, query);
      };
    return {
      navigateTo: hostCall(
        'navigateTo',
        there((path, query) => program().navigateTo(path, query)),
      ),
      redirectTo: hostCall(
        'redirectTo',
        there((path, query) => program().redirectTo(path, query)),
      ),
      reLaunch: hostCall(
        'reLaunch',
        there((path, query) => program().reLaunch(path, query)),
      ),
      switchTab: hostCall(
        'switchTab',
        there((path) => program().switchTab(path)),
      ),
      navigateBack: hostCall('navigateBack', ({ delta }: { delta?: number }) =>
        program().navigateBack(delta),
      ),
      setNavigationBarTitle: hostCall('setNavigationBarTitle', ({ title }: { title: string }) => {
        this.title = title;
      }),
      setTabBarItem: hostCall('setTabBarItem', ({ index, text }: { index: number; text: string }) => {
        if (!program().isTab) throw new HostRefusal('not TabBar page');
        this.tabNames.set(index, text);
      }),
      setNavigationBarColor: hostCall('setNavigationBarColor', () => undefined),
      stopPullDownRefresh: hostCall('stopPullDownRefresh', () => undefined),
      showShareMenu: hostCall('showShareMenu', () => undefined),
      pageScrollTo: hostCall('pageScrollTo', () => undefined),
    };
  }

  #permissions() {
    const authSetting = () => Object.fromEntries(this.permissions);
    return {
      getSetting: hostCall('getSetting', () => ({ authSetting: authSetting() })),
      authorize: hostCall('authorize', ({ scope }: { scope: Scope }) => {
        if (!this.asksFor(scope)) throw new HostRefusal('auth deny');
      }),
      openSetting: hostCall('openSetting', () => {
        if (!this.#isTapped) throw new HostRefusal('can only be invoked by user TAP gesture.');
        this.openSettings();
        return { authSetting: authSetting() };
      }),
      requestSubscribeMessage: hostCall('requestSubscribeMessage', ({ tmplIds }: { tmplIds: string[] }) => {
        if (!this.#isTapped) throw new HostRefusal('can only be invoked by user TAP gesture.', 20001);
        if (tmplIds.length > 5) throw new HostRefusal('tmplIds count should not exceed 5', 20003);
        return Object.fromEntries(tmplIds.map((id) => [id, this.subscribes(id)]));
      }),
    };
  }

  /** Asks its user, unless they have already said; a refusal is kept until they change it in the settings. */
  asksFor(scope: Scope): boolean {
    const said = this.permissions.get(scope) ?? this.grants(scope);
    this.permissions.set(scope, said);
    return said;
  }

  #phone() {
    return {
      getNetworkType: hostCall('getNetworkType', () => ({ networkType: this.networkType })),
      ...phoneFacts(this),
      canIUse: (schema: string) => !this.lacks.includes(schema.split('.')[0] ?? ''),
      createSelectorQuery: () => this.#onPage('createSelectorQuery'),
      getExtConfigSync: () => structuredClone(this.ext),
      nextTick: (run: () => void) => void Promise.resolve().then(run),
      onThemeChange: () => undefined,
      offThemeChange: () => undefined,
      getStorageSync: (key: string): unknown => structuredClone(this.storage.get(key) ?? ''),
      setStorageSync: (key: string, value: unknown) =>
        void this.storage.set(key, structuredClone(value) as string),
      getFileSystemManager: () => fileSystem(this.files),
      setClipboardData: hostCall('setClipboardData', ({ data }: { data: string }) => {
        this.clipboard = data;
      }),
      setKeepScreenOn: hostCall('setKeepScreenOn', ({ keepScreenOn }: { keepScreenOn: boolean }) => {
        this.isKeptAwake = keepScreenOn;
      }),
      vibrateShort: hostCall('vibrateShort', () => undefined),
      previewImage: hostCall('previewImage', () => undefined),
    };
  }

  #onPage(method: string): unknown {
    if (!this.#program) throw new Error('no page is open');
    return (this.#program.page.instance[method] as () => unknown)();
  }

  /** On the page in front, or in the component that is named. */
  #named<Media extends { isNamed(id: string, owner: EngineInstance | undefined): boolean }>(
    media: Iterable<Media>,
    id: string,
    owner = this.#program?.page.instance,
  ): Media | undefined {
    return [...media].find((one) => one.isNamed(id, owner));
  }
}

/** Calls to what is not there do nothing, silently, as on phones. */
function contextOf(find: () => { readonly context: object } | undefined): object {
  return new Proxy(
    {},
    { get: (_, name) => (find()?.context as Record<PropertyKey, unknown>)?.[name] ?? (() => undefined) },
  );
}

/** `pages/room/room?id=1`, also with a slash before it. */
export function urlParts(url: string | URL): { path: string; query: Query } {
  const { pathname, searchParams } = typeof url === 'string' ? new URL(url, 'http://program/') : url;
  return { path: pathname.slice(1), query: Object.fromEntries(searchParams) };
}
