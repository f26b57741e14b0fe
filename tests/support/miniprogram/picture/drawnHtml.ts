import type { EngineNode } from '../vendorEngine.ts';
import { valueToCss } from './wxssToCss.ts';

type DrawnElement = Element & { __wxElement?: EngineNode };
type Attributes = Record<string, unknown>;

const text = (value: unknown) =>
  String(value ?? '').replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);
const isOn = (value: unknown) => value !== undefined && value !== false && value !== 'false';

/** Built-in components that have a look of their own: what stands inside them. */
const insides: Record<string, (attributes: Attributes, children: string) => string> = {
  'wx-image': ({ src, mode = 'scaleToFill' }) =>
    `<div class="wx-picture" style="background-image:url(&quot;${text(src)}&quot;);${imageModes[String(mode)] ?? ''}"></div>`,
  'wx-cover-image': ({ src }) => `<img src="${text(src)}" style="width:100%;height:100%">`,
  'wx-input': field,
  'wx-textarea': field,
  'wx-live-player': (_, children) => `<div class="wx-media"></div>${children}`,
  'wx-live-pusher': (_, children) => `<div class="wx-media wx-camera"></div>${children}`,
  'wx-video': ({ poster }, children) =>
    `<div class="wx-media"${poster ? ` style="background-image:url(&quot;${text(poster)}&quot;)"` : ''}></div>${children}`,
  'wx-switch': ({ checked, color }) =>
    `<div class="wx-switch${isOn(checked) ? ' wx-on' : ''}"${isOn(checked) && color ? ` style="background:${text(color)}"` : ''}></div>`,
  'wx-swiper': ({ current = 0 }, children) =>
    `<div class="wx-swiped" style="left:${Number(current) * -100}%">${children}</div>`,
  'wx-progress': ({ percent }) =>
    `<div class="wx-progress"><div style="width:${Number(percent)}%"></div></div>`,
};

const imageModes: Record<string, string> = {
  scaleToFill: 'background-size:100% 100%',
  aspectFit: 'background-size:contain',
  aspectFill: 'background-size:cover',
  widthFix: 'background-size:contain',
  heightFix: 'background-size:contain',
  center: 'background-size:auto',
};

function field({ value, placeholder, password }: Attributes, _: string): string {
  const shown = text(isOn(password) ? '•'.repeat(String(value ?? '').length) : value);
  return shown
    ? `<div class="wx-value">${shown}</div>`
    : `<div class="wx-placeholder">${text(placeholder)}</div>`;
}

/** The DOM that the engine drew as HTML which a browser shows as phones show it. What WXML binds stands at the engine's nodes, not in the DOM. */
export function drawnHtml(node: Node): string {
  if (node.nodeType === node.TEXT_NODE) return text(node.textContent);
  const element = node as DrawnElement;
  const tag = element.tagName.toLowerCase();
  const attributes = attributesOf(element);
  const children = [...element.childNodes].map(drawnHtml).join('');
  const inside = insides[tag]?.(attributes, children) ?? children;
  const target = isTapped(element) ? ' data-tap' : '';
  return `<${tag}${attributesHtml(element, attributes)}${target}>${inside}</${tag}>`;
}

function isTapped(element: DrawnElement): boolean {
  return 'tap' in (element.__wxElement?._vt?.event ?? {});
}

function attributesOf(element: DrawnElement): Attributes {
  const bound = element.__wxElement?._vt?.attrs ?? [];
  return Object.fromEntries(bound.map(({ name, value }) => [name, value]));
}

/** Attributes by which the sheets of the host know a state. */
const states = [
  'hidden',
  'disabled',
  'loading',
  'plain',
  'scroll-x',
  'scroll-y',
  'type',
  'size',
  'mode',
  'vertical',
];

function attributesHtml(element: DrawnElement, bound: Attributes): string {
  const all = [
    ['class', element.getAttribute('class')],
    ['id', bound.id],
    ['style', bound.style && valueToCss(String(bound.style))],
    ...states.map((name) => [name, isOn(bound[name]) ? (bound[name] === true ? '' : bound[name]) : null]),
  ];
  return all
    .map(([name, value]) =>
      value === null || value === undefined || (value === '' && !states.includes(String(name)))
        ? ''
        : ` ${name}="${text(value)}"`,
    )
    .join('');
}
