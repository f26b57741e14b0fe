import type { AudienceDigest } from './audience.ts';
import type { ChatSettings } from './chat.ts';
import type { GiftsView } from './gifts.ts';
import type { StageSettings } from './stage.ts';

/*
 * What a room begins with. Apart from the schemas, so that a client without them (a mini program) need not carry them.
 */

export const defaultStageSettings: StageSettings = { seatCount: 9, admission: 'apply', usesGreenRoom: true };
export const defaultChatSettings: ChatSettings = { isOpen: true, followersOnly: false, slowModeMs: 0 };
export const emptyAudience: AudienceDigest = { viewerCount: 0, top: [], newest: [] };
export const emptyGifts: GiftsView = { givers: { top: [], giverCount: 0, coins: 0 }, recent: [] };
