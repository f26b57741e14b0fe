/** A running ffmpeg, as an ingest needs it. */
export interface SourceProcess {
  /** Resolves once when the process has gone, whoever ended it. */
  readonly ended: Promise<{ reason: string }>;
  /** Resolves when the process has gone. */
  stop(): Promise<void>;
}

/** Starts ffmpeg with these arguments. */
export type StartSource = (args: readonly string[]) => SourceProcess;
