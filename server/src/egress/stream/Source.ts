import type { ComposedSource } from './ComposedSource.ts';
import type { SoloSource } from './SoloSource.ts';

export type Solo = Pick<
  SoloSource,
  'kind' | 'childCount' | 'restarts' | 'start' | 'follow' | 'replace' | 'drain' | 'close'
>;
export type Composed = Pick<
  ComposedSource,
  | 'kind'
  | 'childCount'
  | 'stats'
  | 'peopleCount'
  | 'isReady'
  | 'begin'
  | 'follow'
  | 'replace'
  | 'drain'
  | 'close'
>;
/** What a stream can be made of. */
export type Source = Solo | Composed;
