import type { Platform } from '@lianmai/shared';
import { expect, it } from 'vitest';
import { platformOf } from './platformOf.ts';

it.each<[string | undefined, Platform]>([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    'desktop',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
    'desktop',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0.0.0 Safari/537.36', 'desktop'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
    'mobile',
  ],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', 'mobile'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) MicroMessenger/8.0.50 NetType/WIFI', 'mobile'],
  ['Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50 MiniProgramEnv/android', 'miniProgram'],
  ['Mozilla/5.0 (iPhone) MicroMessenger/8.0.50 miniProgram/wx1234567890', 'miniProgram'],
  ['VLC/3.0.21 LibVLC/3.0.21', 'player'],
  ['Lavf/60.16.100', 'player'],
  ['AppleCoreMedia/1.0.0.22A3354 (iPhone; U; CPU OS 18_0 like Mac OS X)', 'player'],
  ['curl/8.5.0', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('%s', (userAgent, platform) => {
  expect(platformOf(userAgent)).toBe(platform);
});
