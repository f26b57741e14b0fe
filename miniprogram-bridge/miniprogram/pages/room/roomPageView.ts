import type { NextShowView } from './Announcements';
import { type AudienceSheetView, emptyAudienceSheet } from './audience/AudiencePart';
import { emptyChatView, type RoomChatView } from './chat/RoomChatPart';
import { emptyGiftSheet, type GiftSheetView } from './gifts/GiftDesk';
import { emptyHead, type HeadView } from './head/headView';
import type { HeartBurst } from './hearts/hearts';
import type { ShutPanel } from './shutPanel';
import type { OwnSeatView } from './stage/OwnSeat';
import { emptyStageSheet, type StageSheetView } from './stage/StagePart';

/** What the room's page shows, as its WXML takes it. */
export interface RoomPageView {
  screen: 'connecting' | 'live' | 'waiting' | 'ended' | 'shut';
  shut: ShutPanel | null;
  endedText: string;
  /** Over the picture: what is not as usual; empty: all is well. */
  banner: string;
  head: HeadView;
  chat: RoomChatView;
  burst: HeartBurst;
  gifts: GiftSheetView;
  audience: AudienceSheetView;
  stage: StageSheetView;
  /** Null: we are not on stage. */
  own: OwnSeatView | null;
  /** The next announced show, where nothing is on. */
  next: NextShowView | null;
  /** Messages when the anchor goes live: whether there can be any, and whether we have agreed to one in this visit. */
  reminder: { canAsk: boolean; isDone: boolean };
}

export const emptyRoomPage: RoomPageView = {
  screen: 'connecting',
  shut: null,
  endedText: '',
  banner: '',
  head: emptyHead,
  chat: emptyChatView,
  burst: { id: 0, count: 0 },
  gifts: emptyGiftSheet,
  audience: emptyAudienceSheet,
  stage: emptyStageSheet,
  own: null,
  next: null,
  reminder: { canAsk: false, isDone: false },
};
