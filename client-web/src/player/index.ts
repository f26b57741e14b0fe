export { PlaybackLadder, type PlaybackLadderOptions } from './PlaybackLadder.ts';
export type {
  LadderProtocol,
  PlaybackEvents,
  PlaybackPhase,
  PlaybackState,
  ProtocolChoice,
} from './types.ts';
