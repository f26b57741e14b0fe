import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../../core/Clock.ts';
import { FakeClock } from '../../../core/FakeClock.ts';
import { silentLogger } from '../../../core/logger.ts';
import { drawableText, drawtextArgs } from './drawtextArgs.ts';
import { NameLabels } from './NameLabels.ts';
import { Placeholders } from './Placeholders.ts';
import { TextPainter } from './TextPainter.ts';

const size = { width: 320, height: 40, fontSize: 24 };

/** What ffmpeg's two parsers make of an escaped text: each takes one layer of backslashes off. */
function withoutEscapes(text: string): string {
  const once = (escaped: string) => escaped.replace(/\\([\s\S])/gu, '$1');
  return once(once(text));
}

describe('text in a filter graph', () => {
  const nasty = [
    "it's",
    'a:b',
    '[out]',
    '100%',
    '%{pts}',
    "',drawbox=c=red,drawtext=text='",
    '\\',
    ';movie=/etc/passwd',
    ' a  b ',
    '小明🎉',
    '-y',
  ];

  it.each(nasty)('%s has no meaning to it', (name) => {
    const args = drawtextArgs(name, size);
    const filter = args[args.indexOf('-vf') + 1] ?? '';
    const [, text = ''] = /:text=(.*):expansion=none/su.exec(filter) ?? [];
    expect(withoutEscapes(text)).toBe(name);
    // Nothing that either parser knows stands without a backslash before it.
    const bare = text.replace(/\\\\\\[\s\S]/gu, '');
    expect(bare).toMatch(/^[\p{L}\p{N}\p{So}]*$/u);
  });

  it.each([
    ['小明🎉 ', 20, '小明'],
    ['a\nb\u0000c', 20, 'a b c'],
    ['\u202eabc', 20, 'abc'],
    ['👨‍👩‍👧', 20, ''],
    ['abcdefgh', 5, 'abcd…'],
    ['🇨🇳 队', 20, '队'],
    ['e\u0301', 20, 'é'],
  ])('%j is shown within %i characters as %j', (name, longest, shown) => {
    expect(drawableText(name, longest)).toBe(shown);
  });
});

/** Node stands in for an ffmpeg that has no drawtext. */
const without = { ffmpegPath: process.execPath, clock: new SystemClock(), log: silentLogger() };

describe('without text', () => {
  it('there are no labels, and placeholders all the same', async () => {
    const warnings: unknown[] = [];
    const log = silentLogger();
    log.warn = (...args: unknown[]) => void warnings.push(args);
    const painter = new TextPainter({ ...without, log });
    const labels = new NameLabels(painter);
    const tile = { x: 0, y: 0, width: 320, height: 240 };
    const names = ['a', 'b', 'c'];
    await expect
      .poll(() => names.map((name) => labels.labelFor(name, tile)) && warnings.length, { timeout: 10_000 })
      .toBe(1);
    const frame = new Placeholders(painter).pictureFor({ userId: 'u', name: 'a' }, tile);
    expect(frame.data).toHaveLength((320 * 240 * 3) / 2);
    expect(new Set(frame.data).size).toBeGreaterThan(2);
    painter.close();
  });

  it('is tried again some time later', async () => {
    const clock = new FakeClock();
    const painter = new TextPainter({ ...without, clock });
    const fails = async () => {
      painter.maskOf('a', size);
      expect(painter.isPainting).toBe(true);
      await expect.poll(() => painter.isPainting, { timeout: 10_000 }).toBe(false);
    };
    await fails();
    clock.advance(29_000);
    painter.maskOf('a', size);
    expect(painter.isPainting).toBe(false);
    clock.advance(1000);
    await fails();
    painter.close();
  });

  it('a closed painter starts nothing', () => {
    const clock = new FakeClock();
    const painter = new TextPainter({ ...without, clock });
    painter.close();
    expect(painter.maskOf('a', size)).toBeNull();
    expect(clock.pendingTimers).toBe(0);
  });
});
