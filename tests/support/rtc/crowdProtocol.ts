import type { ViewerFigures } from './RtcViewer.ts';

/** What the crowd's process is told. Each order gets one answer with its `id`. */
export type CrowdOrder = { id: number } & (
  | {
      type: 'join';
      baseUrl: string;
      roomId: string;
      count: number;
      /** The joins are spread evenly over this time. */
      withinMs: number;
    }
  | { type: 'figures' }
  | { type: 'leave' }
);

export type CrowdAnswer = { id: number; viewers: CrowdViewer[] } | { id: number; error: string };

/** One viewer, as told to the parent process. */
export interface CrowdViewer {
  /** From the beginning of the connection to the signalling until the first complete keyframe; `null` when none came in time. */
  firstPictureMs: number | null;
  video: Pick<ViewerFigures['video'], 'packets' | 'bytes' | 'lost' | 'keyframes'>;
  audio: Pick<ViewerFigures['audio'], 'packets' | 'bytes' | 'lost'>;
}
