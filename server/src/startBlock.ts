import { networkInterfaces } from 'node:os';
import type { Config } from './config/Config.ts';
import { rtmpServerUrl } from './core/rtmpServerUrl.ts';

export interface StartFacts {
  config: Config;
  ports: { http: number; https: number | null; rtmp: number | null };
  demoRoomId: string | null;
  logFile: string;
  isDevelopment: boolean;
  redis: 'ready' | 'degraded' | null;
}

/** What the start prints when everything runs: where to go, and nothing else. */
export function startBlock({ config, ports, demoRoomId, logFile, isDevelopment, redis }: StartFacts): string {
  const local = `http://localhost:${ports.http}`;
  const base = config.publicUrl ?? local;
  const lines: [string, string][] = [['Web', base]];
  if (ports.https !== null) {
    for (const address of lanAddresses()) lines.push(['On the LAN', `https://${address}:${ports.https}`]);
  }
  if (demoRoomId) {
    lines.push(['Demo room', `${base}/room/${demoRoomId}`]);
    if (config.mediaAccess.isOpen) {
      lines.push(['  FLV', `${base}/live/${demoRoomId}.flv`]);
      lines.push(['  HLS', `${base}/live/${demoRoomId}/index.m3u8`]);
    }
  }
  if (ports.rtmp !== null) {
    const server = rtmpServerUrl({ told: config.rtmpUrl, baseUrl: base, port: ports.rtmp });
    lines.push(['OBS, RTMP', `${server}/<room>?token=<token>`]);
  }
  lines.push(['API', `${base}/api-docs`], ['Log', logFile]);
  const width = Math.max(...lines.map(([label]) => label.length)) + 2;
  const note = isDevelopment
    ? '\n  Development server: no API_SECRET is set, so it made its own key and lets guests in.\n'
    : '';
  const redisNote =
    redis === 'degraded'
      ? '\n  Redis cannot be used now: rooms go on in memory, and it is tried again.\n'
      : '';
  return `\n  Lianmai 连麦 is running\n\n${lines.map(([label, value]) => `  ${label.padEnd(width)}${value}`).join('\n')}\n${note}${redisNote}`;
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
