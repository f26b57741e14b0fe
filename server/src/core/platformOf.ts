import type { Platform } from '@lianmai/shared';

/** In this order: a mini program runs in WeChat on a phone and says all of that. */
const signs: readonly (readonly [RegExp, Platform])[] = [
  [/miniProgram|MiniGame|wechatdevtools.*MicroMessenger|AlipayMiniProgram|swan\//i, 'miniProgram'],
  [
    /VLC|libmpv|mpv\/|ffplay|Lavf\/|GStreamer|ijkplayer|ExoPlayer|AppleCoreMedia|stagefright|PotPlayer|OBS/i,
    'player',
  ],
  [/iPhone|iPad|iPod|Android|HarmonyOS|OpenHarmony|Mobile/i, 'mobile'],
  [/Mozilla\/.*(Windows|Macintosh|X11|Linux|CrOS)/i, 'desktop'],
];

/**
 * What somebody watches with, by the `User-Agent` of their connection. It needs nothing of a client, so it also holds for players that
 * speak none of our protocol; who pretends to be something else is counted as that.
 */
export function platformOf(userAgent: string | undefined): Platform {
  const text = (userAgent ?? '').slice(0, 500);
  return signs.find(([sign]) => sign.test(text))?.[1] ?? 'unknown';
}
