import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from '../../server/src/app.ts';
import { loadConfig } from '../../server/src/config/loadConfig.ts';
import { createLogger } from '../../server/src/core/logger.ts';

export interface RunningApp {
  app: App;
  /** `http://127.0.0.1:<port>` */
  baseUrl: string;
  /** The server's log, for tests that look at it. */
  logFile: string;
  close(): Promise<void>;
}

/** Of every server that `startApp` starts without keys of its own. */
export const testSigningKeys = [{ keyId: 'test', secret: 'only for the tests of this process 1' }] as const;

const root = join(import.meta.dirname, '../..');

/** The real server in this process, on free ports of the loopback, with a data folder that goes away with it. */
export async function startApp(settings: Record<string, string> = {}): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lianmai-test-'));
  const environment = {
    PORT: '0',
    HTTPS_PORT: '0',
    HOST: '127.0.0.1',
    RTC_PORT_BASE: '0',
    MEDIA_WORKERS: '1',
    RTMP_PORT: 'off',
    MEDIASOUP_WORKER_BIN: process.env.MEDIASOUP_WORKER_BIN,
    EGRESS_LINGER_SECONDS: '2',
    LOG_LEVEL: 'debug',
    DATA_DIR: dataDir,
    ...settings,
  };
  const config = loadConfig({ environment, envFile: {} });
  const logFile = join(dataDir, 'test.log');
  const app = await App.create({
    config,
    log: createLogger({ level: config.logLevel, file: logFile }),
    signingKeys: config.apiKeys ?? testSigningKeys,
    tls: null,
    webClientDir: join(root, 'client-web', 'dist'),
    ffmpegPath: 'ffmpeg',
  }).catch(async (error: unknown) => {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  });
  const close = async (): Promise<void> => {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { app, baseUrl: `http://127.0.0.1:${app.ports.http}`, logFile, close };
}
