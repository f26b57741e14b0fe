export { PlaybackLadder } from './PlaybackLadder.ts';
export type { PlaybackPhase, PlaybackState, ProtocolChoice } from './types.ts';
