import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import postcss from 'postcss';

/** One `rpx` is a 750th of the screen's width. */
const rpxPerVw = 7.5;
/** What an iPhone with a notch has; Chromium has none. */
const safeArea: Record<string, string> = { top: '47px', right: '0px', bottom: '34px', left: '0px' };

/** Names of the host's own elements, as WXSS has them; in the DOM they begin with `wx-`. */
const elementName = /(^|[\s>+~,(])(?=[a-z])([a-z][a-z-]*)/gu;

/**
 * A WXSS file as CSS for the DOM that the engine draws: its imports in place, `rpx` as `vw`, `page` as `body`, the class names of a component
 * with its prefix.
 */
export function wxssToCss(root: string, path: string, classPrefix: string): string {
  const sheet = postcss.parse(withImports(join(root, `${path}.wxss`), root));
  sheet.walkRules((rule) => {
    const isKeyframe =
      rule.parent?.type === 'atrule' && /keyframes$/u.test((rule.parent as postcss.AtRule).name);
    if (!isKeyframe) rule.selector = selectorToCss(rule.selector, classPrefix);
  });
  sheet.walkDecls((declaration) => {
    declaration.value = valueToCss(declaration.value);
  });
  return sheet.toString();
}

export function valueToCss(value: string): string {
  return value
    .replace(/(-?[\d.]+)rpx/gu, (_, number: string) => `${Number(number) / rpxPerVw}vw`)
    .replace(
      /env\(safe-area-inset-(top|right|bottom|left)(?:,[^)]*)?\)/gu,
      (_, side: string) => safeArea[side] ?? '0px',
    );
}

function selectorToCss(selector: string, classPrefix: string): string {
  const named = selector.replace(elementName, (_, before: string, name: string) =>
    name === 'page' ? `${before}body` : `${before}wx-${name}`,
  );
  if (!classPrefix) return named;
  return named
    .replace(/\.(-?[a-zA-Z_][\w-]*)/gu, (_, name: string) => `.${classPrefix}--${name}`)
    .replace(/:host/gu, classPrefix);
}

function withImports(file: string, root: string): string {
  return read(file).replace(/@import\s+['"]([^'"]+)['"]\s*;/gu, (_, name: string) =>
    withImports(name.startsWith('/') ? join(root, name) : join(dirname(file), name), root),
  );
}

/** A page or component need not have a sheet. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
