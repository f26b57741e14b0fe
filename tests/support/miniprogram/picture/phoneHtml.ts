import type { AppFile, WindowFile } from '../ProgramDefinitions.ts';

export interface PhoneFrame {
  title: string;
  route: string;
  appFile: AppFile;
  pageFile: WindowFile;
  isDark: boolean;
  canGoBack: boolean;
}

const statusBarPx = 47;
const titleBarPx = 44;
const tabBarPx = 50 + 34;

/** What the phone and WeChat draw around a page: status bar, title bar with the capsule, tab bar. The page stands in a frame of the size that it has there. */
export function phoneHtml({ title, route, appFile, pageFile, isDark, canGoBack }: PhoneFrame): string {
  const look = { ...appFile.window, ...pageFile };
  const isCustom = look.navigationStyle === 'custom';
  const ground = plain(look.navigationBarBackgroundColor, isDark ? '#191919' : '#ffffff');
  const ink =
    look.navigationBarTextStyle === 'white' || (isDark && !plainColour(look.navigationBarTextStyle))
      ? '#fff'
      : '#000';
  const tabs = appFile.tabBar?.list.some(({ pagePath }) => pagePath === route) ? appFile.tabBar : null;
  const top = isCustom ? 0 : statusBarPx + titleBarPx;
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; height: 100vh; position: relative; overflow: hidden; font: 15px "PingFang SC", "Noto Sans CJK SC", sans-serif; background: ${plain(look.backgroundColor, '#fff')}; }
    iframe { position: absolute; inset: ${top}px 0 ${tabs ? tabBarPx : 0}px; width: 100%; height: calc(100vh - ${top + (tabs ? tabBarPx : 0)}px); border: 0; background: ${plain(look.backgroundColor, '#fff')}; }
    header { position: absolute; inset: 0 0 auto; height: ${statusBarPx + titleBarPx}px; color: ${ink}; pointer-events: none; ${isCustom ? '' : `background: ${ground};`} }
    .status { position: absolute; inset: 14px 28px auto; display: flex; justify-content: space-between; font-weight: 600; }
    .title { position: absolute; inset: ${statusBarPx}px 100px 0; line-height: ${titleBarPx}px; text-align: center; font-size: 17px; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    .back { position: absolute; left: 16px; top: ${statusBarPx + 10}px; font-size: 22px; line-height: 24px; }
    .capsule { position: absolute; right: 7px; top: 51px; width: 87px; height: 32px; border: 1px solid ${ink === '#fff' ? '#fff4' : '#0002'}; border-radius: 16px; background: ${ink === '#fff' ? '#0003' : '#fff9'}; display: flex; align-items: center; justify-content: space-evenly; }
    .capsule i { width: 16px; height: 4px; border-radius: 2px; background: currentcolor; } .capsule i + i { width: 14px; height: 14px; border: 3px solid; border-radius: 50%; background: none; box-sizing: border-box; }
    footer { position: absolute; inset: auto 0 0; height: ${tabBarPx}px; display: flex; background: ${plain(tabs?.backgroundColor, '#fff')}; border-top: 1px solid ${tabs?.borderStyle === 'white' ? '#fff3' : '#0002'}; box-sizing: border-box; }
    footer div { flex: 1; text-align: center; font-size: 10px; padding-top: 6px; } footer img { display: block; width: 27px; height: 27px; margin: 0 auto 2px; }
    .home { position: absolute; left: 50%; bottom: 8px; width: 134px; height: 5px; margin-left: -67px; border-radius: 3px; background: #8889; }
  </style>
  <iframe src="/page.html"></iframe>
  <header><div class="status"><span>9:41</span><span>5G</span></div>
  ${isCustom ? '' : `<div class="title">${title || look.navigationBarTitleText || ''}</div>${canGoBack ? '<div class="back">‹</div>' : ''}`}
  <div class="capsule"><i></i><i></i></div></header>
  ${tabs ? `<footer>${tabs.list.map((tab) => tabHtml(tab, tab.pagePath === route, tabs)).join('')}</footer>` : ''}
  <div class="home"></div>`;
}

function tabHtml(
  tab: Tab,
  isSelected: boolean,
  { color, selectedColor }: { color?: string; selectedColor?: string },
): string {
  const icon = isSelected ? tab.selectedIconPath : tab.iconPath;
  const image = icon ? `<img src="/${icon}">` : '';
  return `<div style="color:${plain(isSelected ? selectedColor : color, '#000')}">${image}${tab.text}</div>`;
}

type Tab = NonNullable<AppFile['tabBar']>['list'][number];

/** Names of theme.json begin with @; a picture takes the default instead. */
function plain(colour: string | undefined, otherwise: string): string {
  return plainColour(colour) ?? otherwise;
}

function plainColour(colour: string | undefined): string | null {
  return colour && !colour.startsWith('@') ? colour : null;
}
