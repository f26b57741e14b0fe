import type { ChatSettings } from './chat.ts';
import type { StageSettings } from './stage.ts';

/*
 * What a room begins with. Apart from the schemas, so that a client without them (a mini program) need not carry them.
 */

export const defaultStageSettings: StageSettings = { seatCount: 9, admission: 'apply', usesGreenRoom: true };
export const defaultChatSettings: ChatSettings = { isOpen: true, followersOnly: false, slowModeMs: 0 };
