import { type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  level: LogLevel;
  /** A file to append to beside the standard output; it and its folder are made when absent. */
  file?: string;
}

// A token in a log outlives the token's owner: what could hold one is never printed.
const secretPaths = ['token', 'resumeKey', 'password', 'secret', 'authorization', 'cookie'];
const redact = {
  paths: [...secretPaths, ...secretPaths.map((path) => `*.${path}`)],
  censor: '[redacted]',
};

export function createLogger({ level, file }: LoggerOptions): Logger {
  if (!file) return pino({ level, redact });
  const destination = pino.destination({ dest: file, mkdir: true, sync: false });
  // A full disk costs us the log, not the show.
  destination.on('error', (error: Error) => console.error(`cannot write the log ${file}: ${error.message}`));
  return pino({ level, redact }, destination);
}

/** For tests that do not look at logs. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}
