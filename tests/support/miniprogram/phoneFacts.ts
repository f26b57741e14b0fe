/** What an iPhone says of itself. */
const windowInfo = {
  pixelRatio: 3,
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 844,
  statusBarHeight: 47,
  safeArea: { left: 0, right: 390, top: 47, bottom: 810, width: 390, height: 763 },
};
const device = { brand: 'iPhone', model: 'iPhone 14', platform: 'ios', system: 'iOS 18.0' };
const capsule = { left: 296, right: 383, top: 51, bottom: 83, width: 87, height: 32 };
const account = { appId: 'wx0123456789abcdef', envVersion: 'develop', version: '' };
const launch = { path: '', query: {}, scene: 1001 };

/** @param settings the phone's, as they are when they are asked for */
export function phoneFacts(settings: { readonly language: string; readonly theme: string }) {
  const base = () => ({
    language: settings.language,
    theme: settings.theme,
    SDKVersion: '3.8.0',
    version: '8.0.60',
  });
  return {
    getWindowInfo: () => windowInfo,
    getDeviceInfo: () => device,
    getAppBaseInfo: base,
    getSystemInfoSync: () => ({ ...windowInfo, ...device, ...base() }),
    getMenuButtonBoundingClientRect: () => capsule,
    getAccountInfoSync: () => ({ miniProgram: account }),
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
  };
}
