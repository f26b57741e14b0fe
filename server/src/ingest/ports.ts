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
