export { PlaybackLadder } from './PlaybackLadder.ts';
export { StageSound } from './StageSound.ts';
export { plainAddress } from './StreamAddress.ts';
export type { LadderProtocol, PlaybackPhase, PlaybackState, ProtocolChoice } from './types.ts';
