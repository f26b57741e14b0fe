import { describe, expect, it } from 'vitest';
import { loadConfig } from './config/loadConfig.ts';
import { startBlock } from './startBlock.ts';

function printed(environment: NodeJS.ProcessEnv, rtmp: number | null = 1935) {
  const config = loadConfig({ environment, envFile: {} });
  const facts = { demoRoomId: 'demo', logFile: 'server.log', isDevelopment: true, redis: null } as const;
  return startBlock({ ...facts, config, ports: { http: 3000, https: null, rtmp } });
}

describe('what the start prints', () => {
  it('has an address for each way in', () => {
    const block = printed({});
    for (const address of [
      'http://localhost:3000/room/demo',
      'http://localhost:3000/live/demo.flv',
      'rtmp://localhost:1935/live/<room>?token=<token>',
    ])
      expect(block).toContain(address);
  });

  it('gives the addresses by which others reach the server, where they are set', () => {
    const block = printed({
      PUBLIC_URL: 'https://live.example.com',
      RTMP_URL: 'rtmps://push.example.com/live',
    });
    expect(block).toContain('https://live.example.com/room/demo');
    expect(block).toContain('rtmps://push.example.com/live/<room>?token=<token>');
  });

  it('names no address that does not work', () => {
    const block = printed({ MEDIA_ACCESS: 'signed' }, null);
    expect(block).not.toMatch(/rtmp|\.flv/u);
  });
});
