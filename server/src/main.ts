import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { App, StartError } from './app.ts';
import { developmentKey } from './auth/signingKeys.ts';
import type { Config } from './config/Config.ts';
import { ConfigError, loadConfig } from './config/loadConfig.ts';
import { createLogger } from './core/logger.ts';
import { startBlock } from './startBlock.ts';

// Exit codes: 0 stopped as asked, 1 crashed, 2 wrong settings, or a port is taken.
const root = join(import.meta.dirname, '../..');
const demoRoomId = 'demo';
/** Whatever hangs while stopping does not keep the process. */
const stopDeadlineMs = 10_000;

async function main(): Promise<void> {
  const { values: args } = parseArgs({ options: { demo: { type: 'boolean', default: false } } });
  const config = loadConfig({ environment: process.env, envFile: readEnvFile(join(root, '.env')) });
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
  ownSignals(app);
  if (args.demo) await app.startDemoRoom(demoRoomId);
  const demo = args.demo ? demoRoomId : null;
  console.log(
    startBlock({ config, ports: app.ports, demoRoomId: demo, logFile, isDevelopment: development !== null }),
  );
  log.info({ ports: app.ports }, 'server started');
}

/** The first signal drains, the second stops at once; both leave nothing running and exit 0. */
function ownSignals(app: App): void {
  let isDraining = false;
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), stopDeadlineMs).unref();
    await app.close();
    process.exit(0);
  };
  const onSignal = async (): Promise<void> => {
    if (isDraining) return stop();
    isDraining = true;
    await app.drain();
    return stop();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
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
