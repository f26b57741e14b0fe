import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Draws the mini program's tab icons: a host takes nothing but pictures there. Run it after changing a shape; its pictures are in git.
 *
 *     CHROMIUM_BIN=chromium node scripts/miniprogram/drawTabIcons.mjs
 */

const folder = join(import.meta.dirname, '../../miniprogram-bridge/miniprogram/assets/tab');
const sizePx = 81;
const colours = { '': '#8a8fa0', '-selected': '#f0382b' };

/** @type {Record<string, (isSelected: boolean) => string>} */
const shapes = {
  live: (isSelected) =>
    isSelected
      ? '<rect x="3" y="6" width="18" height="13.5" rx="4" fill="currentColor"/><path d="M10.3 9.9v5.7l4.8-2.85z" fill="#fff" stroke="#fff" stroke-width="1"/><path d="M8.5 2.7 12 6l3.5-3.3"/>'
      : '<rect x="3" y="6" width="18" height="13.5" rx="4"/><path d="M10.3 9.9v5.7l4.8-2.85zM8.5 2.7 12 6l3.5-3.3"/>',
  me: (isSelected) =>
    `<g fill="${isSelected ? 'currentColor' : 'none'}"><circle cx="12" cy="8" r="4"/><path d="M4.3 20.5c.6-4 3.7-6.3 7.7-6.3s7.1 2.3 7.7 6.3Z"/></g>`,
};

const work = mkdtempSync(join(tmpdir(), 'tab-icons-'));
try {
  for (const [name, shape] of Object.entries(shapes)) {
    for (const [ending, colour] of Object.entries(colours)) {
      const page = join(work, 'icon.html');
      writeFileSync(
        page,
        `<body style="margin:0;color:${colour}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 26 26" width="${sizePx}" ` +
          `height="${sizePx}" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" ` +
          `style="display:block">${shape(ending !== '')}</svg>`,
      );
      execFileSync(process.env.CHROMIUM_BIN ?? 'chromium', [
        '--headless=new',
        '--no-sandbox',
        '--hide-scrollbars',
        '--default-background-color=00000000',
        `--window-size=${sizePx},${sizePx}`,
        `--screenshot=${join(folder, `${name}${ending}.png`)}`,
        `file://${page}`,
      ]);
    }
  }
} finally {
  rmSync(work, { recursive: true });
}
