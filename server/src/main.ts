import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { App } from './app.ts';
import { developmentKey } from './auth/signingKeys.ts';
import type { Config } from './config/Config.ts';
import { ConfigError, loadConfig } from './config/loadConfig.ts';
import { createLogger, type Logger } from './core/logger.ts';
import { StartError } from './core/StartError.ts';
import type { DemoCast } from './ingest/DemoRoom.ts';
import { startBlock } from './startBlock.ts';

// Exit codes: 0 stopped as asked, 1 crashed, 2 wrong settings, a port is taken, or the database cannot be used.
const root = join(import.meta.dirname, '../..');
const demoRoomId = 'demo';
/** Whatever hangs while stopping does not keep the process. */
const stopDeadlineMs = 10_000;

async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2));
  const config = loadConfig({ environment: process.env, envFile: readEnvFile(join(root, '.env')) });
  makeWritable(join(config.dataDir, 'logs'));
  const logFile = join(config.dataDir, 'logs', 'lianmai.log');
  const log = createLogger({ level: config.logLevel, file: logFile });
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    console.error(error);
    process.exit(1);
  });
  // mediasoup drops promises of its own when a worker dies; one of them must not take every room with it.
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'unhandled rejection'));
  const development = config.apiKeys ? null : await developmentKey(config.dataDir);
  const tls = readCertificate(config);
  const app = await App.create({
    config,
    log,
    signingKeys: development ? [development.key] : (config.apiKeys ?? []),
    tls,
    webClientDir: join(root, 'client-web', 'dist'),
    ffmpegPath: 'ffmpeg',
  });
  ownSignals(app, config, log);
  if (args.demo) await app.startDemoRoom(demoRoomId, args.demo);
  const demo = args.demo ? demoRoomId : null;
  console.log(
    startBlock({
      config,
      ports: app.ports,
      demoRoomId: demo,
      logFile,
      isDevelopment: development !== null,
      redis: app.redis,
    }),
  );
  log.info({ ports: app.ports }, 'server started');
}

/** The first signal drains, the second stops at once; both leave nothing running and exit 0. */
function ownSignals(app: App, config: Config, log: Logger): void {
  let isDraining = false;
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), stopDeadlineMs).unref();
    await app.close();
    log.info('server stopped');
    process.exit(0);
  };
  const onSignal = async (): Promise<void> => {
    if (isDraining) return stop();
    isDraining = true;
    log.info('draining');
    const seconds = Math.round(config.drainMs / 1000);
    if (app.rooms.hasLiveShow)
      console.log(`Stopping: waiting up to ${seconds} s for the running show; once more stops now.`);
    await app.drain();
    return stop();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

const demoArguments = new Map<string, DemoCast>([
  ['--demo', 'solo'],
  ['--demo=stage', 'stage'],
]);

/** @throws ConfigError with the usage */
function readArguments(args: string[]): { demo: DemoCast | null } {
  const casts = args.map((arg) => demoArguments.get(arg));
  const unknown = args.find((_, i) => !casts[i]);
  if (unknown !== undefined) {
    throw new ConfigError([`Unknown argument '${unknown}'. Usage: npm start [-- --demo | --demo=stage]`]);
  }
  return { demo: casts.at(-1) ?? null };
}

/** @throws ConfigError when the data folder cannot be made or written to */
function makeWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new ConfigError([`DATA_DIR: ${cause instanceof Error ? cause.message : cause}`]);
  }
}

function readEnvFile(path: string): Record<string, string | undefined> {
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

function readCertificate(config: Config): { cert: string; key: string } | null {
  const [cert, key] = ['dev-cert.pem', 'dev-key.pem'].map((name) => join(root, 'certs', name));
  if (config.httpsPort === 0 || !cert || !key || !existsSync(cert) || !existsSync(key)) return null;
  return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}

main().catch((error: unknown) => {
  const isExplained = error instanceof ConfigError || error instanceof StartError;
  console.error(isExplained ? error.message : error);
  process.exit(isExplained ? 2 : 1);
});
