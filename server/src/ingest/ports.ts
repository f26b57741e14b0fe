import type { MediaKind } from '@lianmai/shared';
import type { SourceTrack } from './OnAirSource.ts';

/** A running ffmpeg, as an ingest needs it. */
export interface SourceProcess {
  /** Resolves once when the process has gone, whoever ended it. */
  readonly ended: Promise<{ reason: string }>;
  /** Resolves when the process has gone. */
  stop(): Promise<void>;
}

/** A running ffmpeg that is given its input. It ends when its input is closed, at the latest with this process. */
export interface FedProcess extends SourceProcess {
  /** Written and not yet read. */
  readonly unreadBytes: number;
  write(parts: readonly Buffer[]): void;
}

/** Starts ffmpeg with these arguments. */
export type StartSource = (args: readonly string[]) => SourceProcess;
export type StartFedSource = (args: readonly string[]) => FedProcess;

/** Where a process on this machine sends its tracks, in the order in which they were asked for. */
export interface SourceTargets {
  readonly ip: '127.0.0.1';
  readonly tracks: readonly { kind: MediaKind; port: number; rtcpPort: number }[];
}

/** A place from which an ingest is on air. */
export interface AirPlace {
  /** What is sent to the targets is on air until `leave`. @throws AppError what the media plane and the stage throw */
  take(tracks: readonly SourceTrack[], events: AirEvents): Promise<TakenAir>;
}

export interface AirEvents {
  /** The media has failed: the place may be taken again. */
  onLost(): void;
  /** It takes other tracks than before: it is to be taken again at once. */
  onChanged(): void;
  /** Sent away: the place is not to be taken again. Also when it could not be taken for that reason. */
  onTakenOff(reason: string): void;
}

export interface TakenAir {
  readonly targets: SourceTargets;
  /** Off the air. Idempotent, without further events. */
  leave(): void;
}
