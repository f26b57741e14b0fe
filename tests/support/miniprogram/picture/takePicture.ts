import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Route } from 'playwright';
import { chromiumFlags, chromiumPath } from '../../../e2e/support/chromium.ts';
import type { MiniProgram } from '../MiniProgram.ts';
import { drawnHtml } from './drawnHtml.ts';
import { phoneHtml } from './phoneHtml.ts';
import { wxssToCss } from './wxssToCss.ts';

const folder = join(import.meta.dirname, '../../../.output/miniprogram');
const webFiles = join(import.meta.dirname, '../../../../client-web/public');
const origin = 'http://miniprogram.local';
/** Pictures of other origins are shown, whatever their headers allow to browsers. */
const asPhones = ['--disable-web-security'];
const phone = { width: 390, height: 844 };

/**
 * What the page in front looks like on a phone, as a PNG in `tests/.output/miniprogram`: the engine's DOM and the program's WXSS in Chromium.
 * Does nothing unless `PICTURES` is set, so that tests may take one of each state that they reach.
 */
export async function takePicture(
  program: MiniProgram,
  name: string,
  { width, height } = phone,
): Promise<string | null> {
  if (!process.env.PICTURES) return null;
  const file = join(folder, `${name}.png`);
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumFlags, ...asPhones],
  });
  try {
    const page = await browser.newPage({
      viewport: { width, height },
      deviceScaleFactor: 2,
      colorScheme: program.host.theme,
    });
    await page.route(`${origin}/**`, (route) => answer(route, program));
    // Also where the web client is not built, from which the server has them.
    await page.route(/\/gifts\/[\w-]+\.svg$/u, (route) =>
      route.fulfill({ path: join(webFiles, new URL(route.request().url()).pathname) }),
    );
    await page.goto(`${origin}/phone.html`, { waitUntil: 'networkidle' });
    await Promise.all(page.frames().map((frame) => frame.evaluate(holdAnimations)));
    await page.screenshot({ path: file });
    const small = await Promise.all(page.frames().map((frame) => frame.evaluate(smallTargets)));
    for (const target of small.flat()) console.log(`${name}: hard to hit: ${target}`);
  } finally {
    await browser.close();
  }
  return file;
}

/** A sheet that slides in has slid in; what takes longer, a line that passes over the picture, is half way. */
function holdAnimations(): void {
  for (const animation of document.getAnimations()) {
    const { endTime = 0 } = animation.effect?.getComputedTiming() ?? {};
    animation.pause();
    if (Number.isFinite(Number(endTime)))
      animation.currentTime = Number(endTime) * (Number(endTime) > 2000 ? 0.5 : 1);
  }
}

/** What listens to taps, and is missed by a finger 21 px beside its middle: the least is 44 px, which may reach beyond what is drawn. */
function smallTargets(): string[] {
  return [...document.querySelectorAll('[data-tap]')].flatMap((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hits = (atX: number, atY: number) =>
      document.elementFromPoint(atX, atY)?.closest('[data-tap]') === element;
    if (!hits(x, y)) return [];
    const around = [hits(x - 21, y), hits(x + 21, y), hits(x, y - 21), hits(x, y + 21)];
    return around.every(Boolean)
      ? []
      : [`.${element.className} is ${Math.round(width)}x${Math.round(height)}`];
  });
}

async function answer(route: Route, program: MiniProgram): Promise<void> {
  const { pathname } = new URL(route.request().url());
  if (pathname === '/phone.html') return route.fulfill({ contentType: 'text/html', body: framed(program) });
  if (pathname === '/page.html')
    return route.fulfill({ contentType: 'text/html', body: await pageHtml(program) });
  try {
    return await route.fulfill({ path: join(program.root, decodeURIComponent(pathname)) });
  } catch {
    return route.abort();
  }
}

function framed(program: MiniProgram): string {
  const { route } = program.page;
  return phoneHtml({
    title: program.host.title,
    route,
    appFile: program.definitions.appFile,
    pageFile: program.definitions.fileOf(route),
    isDark: program.host.theme === 'dark',
    canGoBack: program.pages.length > 1,
  });
}

async function pageHtml(program: MiniProgram): Promise<string> {
  const sheets = [
    await readFile(join(import.meta.dirname, 'builtIns.css'), 'utf8'),
    wxssToCss(program.root, 'app', ''),
    ...program.definitions.components.map(({ path, classPrefix }) =>
      wxssToCss(program.root, path, classPrefix),
    ),
    wxssToCss(program.root, program.page.route, ''),
  ];
  const { route } = program.page;
  return `<!doctype html><meta charset="utf-8"><base href="${origin}/${route}">
<style>${sheets.join('\n')}</style><body>${drawnHtml(program.page.dom)}</body>`;
}
