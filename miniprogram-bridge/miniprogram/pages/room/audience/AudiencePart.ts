import type { LiveClient, LiveRoom } from '@lianmai/miniprogram';
import type { AudienceMember, GiverRank, GiversPeriod, UserRef } from '@lianmai/shared';
import type { Language } from '../../../i18n/bilingual';
import { filled } from '../../../i18n/filled';
import { compactNumber } from '../../../i18n/formats';
import { type AudienceTexts, audienceTexts } from './audienceTexts';

export interface PersonLine {
  id: string;
  user: UserRef;
  badge: string;
  note: string;
  /** 1, 2, 3 … in 贡献榜; 0: none. */
  place: number;
}

export interface AudienceSheetView {
  isOpen: boolean;
  tab: 'audience' | GiversPeriod;
  phase: 'loading' | 'ready' | 'failed';
  lines: PersonLine[];
  /** Under the list; empty: nothing to add. */
  foot: string;
  hasMore: boolean;
}

export const emptyAudienceSheet: AudienceSheetView = {
  isOpen: false,
  tab: 'audience',
  phase: 'loading',
  lines: [],
  foot: '',
  hasMore: false,
};

export interface AudiencePartDeps {
  client: LiveClient;
  room: LiveRoom;
  roomId: string;
  language: Language;
  draw: (view: AudienceSheetView) => void;
}

/** Who watches, page after page, and who gave most. */
export class AudiencePart {
  readonly #deps: AudiencePartDeps;
  readonly #t: AudienceTexts;
  #view = emptyAudienceSheet;
  #cursor: string | null = null;
  /** An answer to an older question is not looked at. */
  #asked = 0;

  constructor(deps: AudiencePartDeps) {
    this.#deps = deps;
    this.#t = audienceTexts[deps.language];
  }

  async open(tab: AudienceSheetView['tab'] = 'audience'): Promise<void> {
    this.#draw({ isOpen: true });
    await this.show(tab);
  }

  shut(): void {
    this.#asked += 1;
    this.#draw({ isOpen: false });
  }

  /** Also again, where it did not load. */
  async show(tab: AudienceSheetView['tab']): Promise<void> {
    this.#cursor = null;
    this.#draw({ tab, phase: 'loading', lines: [], foot: '', hasMore: false });
    await this.#load();
  }

  async more(): Promise<void> {
    if (this.#cursor !== null) await this.#load();
  }

  async #load(): Promise<void> {
    const asked = ++this.#asked;
    const { tab } = this.#view;
    try {
      const page = tab === 'audience' ? await this.#audience() : await this.#givers(tab);
      if (asked === this.#asked) this.#draw({ phase: 'ready', ...page });
    } catch {
      if (asked !== this.#asked) return;
      if (this.#view.lines.length === 0) this.#draw({ phase: 'failed' });
    }
  }

  async #audience(): Promise<Partial<AudienceSheetView>> {
    const known = this.#view.lines;
    const page = await this.#deps.room.audience.list(this.#cursor ?? undefined);
    this.#cursor = page.nextCursor;
    return {
      lines: [...known, ...page.members.map((member) => this.#memberLine(member))],
      hasMore: page.nextCursor !== null,
      foot: page.playerCount > 0 ? filled(this.#t.unnamed, { count: page.playerCount }) : '',
    };
  }

  async #givers(period: GiversPeriod): Promise<Partial<AudienceSheetView>> {
    const { givers } = await this.#deps.client.rest.givers(this.#deps.roomId, period);
    return {
      lines: givers.map((giver, index) => this.#giverLine(giver, index + 1)),
      hasMore: false,
      foot: '',
    };
  }

  #memberLine({ user, role, contribution }: AudienceMember): PersonLine {
    const badge = role === 'viewer' ? this.#ownBadge(user) : this.#t[role];
    return { id: user.id, user, badge, note: this.#gave(contribution), place: 0 };
  }

  #giverLine({ user, coins }: GiverRank, place: number): PersonLine {
    return { id: user.id, user, badge: this.#ownBadge(user), note: this.#gave(coins), place };
  }

  #ownBadge({ id }: UserRef): string {
    return id === this.#deps.client.user?.id ? this.#t.you : '';
  }

  #gave(coins: number): string {
    return coins > 0 ? filled(this.#t.gave, { coins: compactNumber(coins, this.#deps.language) }) : '';
  }

  #draw(changes: Partial<AudienceSheetView>): void {
    this.#view = { ...this.#view, ...changes };
    this.#deps.draw(this.#view);
  }
}
