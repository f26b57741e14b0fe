import { type LiveClient, LiveError, type LiveRoom } from '@lianmai/miniprogram';
import type { CoinPack, CoinShop, Gift, Purchase } from '@lianmai/shared';
import type { Language } from '../../../i18n/bilingual';
import { filled } from '../../../i18n/filled';
import { type GiftTexts, giftTexts } from './giftTexts';

interface GiftTile {
  id: string;
  name: string;
  price: number;
  picture: string;
}

export interface GiftSheetView {
  isOpen: boolean;
  phase: 'loading' | 'ready' | 'failed';
  tiles: GiftTile[];
  chosenId: string;
  counts: number[];
  count: number;
  /** Own coins; empty while they are not known. */
  balance: string;
  sum: string;
  /** The same again, while that counts on. `beat` is new for each gift: the time runs anew. */
  combo: { count: number; beat: number } | null;
}

export const emptyGiftSheet: GiftSheetView = {
  isOpen: false,
  phase: 'loading',
  tiles: [],
  chosenId: '',
  counts: [1, 10, 66, 520],
  count: 1,
  balance: '',
  sum: '',
  combo: null,
};

export interface GiftDeskDeps {
  client: LiveClient;
  room: LiveRoom;
  language: Language;
  absoluteUrl: (path: string) => string;
  sentenceOf: (error: LiveError) => string;
  draw: (view: GiftSheetView) => void;
  toast: (sentence: string) => void;
  /** Asks its user to choose; null: none of them. */
  choose: (texts: string[]) => Promise<number | null>;
  tell: (title: string, text: string) => void;
}

/** A little shorter than the server's 4 s (GI3): what the button promises must still count. */
const comboMs = 3500;

/** The sheet of gifts: what there is, what one has, and giving with its combos. */
export class GiftDesk {
  readonly #deps: GiftDeskDeps;
  readonly #t: GiftTexts;
  readonly #stopFollowing: () => void;
  #view = emptyGiftSheet;
  #comboTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: GiftDeskDeps) {
    this.#deps = deps;
    this.#t = giftTexts[deps.language];
    const { balance } = deps.room.gifts;
    this.#stopFollowing = balance.subscribe(() => {
      const coins = balance.getSnapshot();
      this.#draw({ balance: coins === null ? '' : String(coins) });
    });
  }

  async open(): Promise<void> {
    this.#draw({ isOpen: true });
    await this.load();
  }

  shut(): void {
    this.#draw({ isOpen: false });
  }

  async load(): Promise<void> {
    const { client, room } = this.#deps;
    if (this.#view.phase === 'failed') this.#draw({ phase: 'loading' });
    try {
      const [gifts, { balance }] = await Promise.all([client.rest.gifts(), client.rest.wallet()]);
      room.gifts.setBalance(balance);
      const tiles = gifts.filter(({ isOffered }) => isOffered).map((gift) => this.#tileOf(gift));
      const isThere = tiles.some(({ id }) => id === this.#view.chosenId);
      this.#draw({ phase: 'ready', tiles, ...(isThere ? {} : { chosenId: tiles[0]?.id ?? '' }) });
    } catch {
      if (this.#view.tiles.length === 0) this.#draw({ phase: 'failed' });
    }
  }

  choose(giftId: string): void {
    this.#draw({ chosenId: giftId, combo: null });
  }

  setCount(count: number): void {
    this.#draw({ count, combo: null });
  }

  /** As chosen; the same again within a moment counts on. */
  async give(): Promise<void> {
    const { room, sentenceOf, toast } = this.#deps;
    const { chosenId, count } = this.#view;
    if (chosenId === '') return;
    try {
      const { gift } = await room.gift(chosenId, count);
      if (gift.gift.id === this.#view.chosenId) this.#offerCombo(gift.comboCount);
    } catch (cause) {
      const error = LiveError.from(cause);
      this.#draw({ combo: null });
      toast(sentenceOf(error));
      if (error.code === 'balance_too_low') await this.topUp();
    }
  }

  /** Buys coins where that can be done in a mini program, else says where. */
  async topUp(): Promise<void> {
    const { client, sentenceOf, toast, tell } = this.#deps;
    try {
      const shop = await client.rest.get<CoinShop>('/api/coins/packs');
      if (shop.payment === 'development') await this.#buy(shop.packs);
      else tell(this.#t.topUp, shop.payment === 'none' ? this.#t.noShop : this.#t.shopOnWeb);
    } catch (cause) {
      toast(sentenceOf(LiveError.from(cause)));
    }
  }

  close(): void {
    clearTimeout(this.#comboTimer);
    this.#stopFollowing();
  }

  async #buy(packs: CoinPack[]): Promise<void> {
    const { client, room, choose, toast } = this.#deps;
    const chosen = await choose(
      packs.map(({ coins, amountMinor, currency }) =>
        filled(this.#t.pack, { coins, price: priceText(amountMinor, currency) }),
      ),
    );
    const pack = chosen === null ? undefined : packs[chosen];
    if (!pack) return;
    const { id } = await client.rest.post<Purchase>('/api/me/purchases', { packId: pack.id });
    await client.rest.post<Purchase>(`/api/me/purchases/${encodeURIComponent(id)}/pay`, {});
    room.gifts.setBalance((await client.rest.wallet()).balance);
    toast(filled(this.#t.bought, { coins: pack.coins }));
  }

  #offerCombo(count: number): void {
    clearTimeout(this.#comboTimer);
    this.#draw({ combo: { count, beat: (this.#view.combo?.beat ?? 0) + 1 } });
    this.#comboTimer = setTimeout(() => this.#draw({ combo: null }), comboMs);
  }

  #tileOf({ id, name, price, iconUrl }: Gift): GiftTile {
    const { language, absoluteUrl } = this.#deps;
    return { id, name: name[language], price, picture: absoluteUrl(iconUrl) };
  }

  #draw(changes: Partial<GiftSheetView>): void {
    const view = { ...this.#view, ...changes };
    const price = view.tiles.find(({ id }) => id === view.chosenId)?.price ?? 0;
    this.#view = { ...view, sum: filled(this.#t.sum, { sum: price * view.count }) };
    this.#deps.draw(this.#view);
  }
}

function priceText(amountMinor: number, currency: string): string {
  const amount = (amountMinor / 100).toFixed(2);
  return currency === 'CNY' ? `¥${amount}` : `${amount} ${currency}`;
}
