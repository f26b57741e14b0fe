// Shows push messages while no page of ours is in front, and brings one there when it is pressed.

const sentences = {
  wentLive: {
    zh: (name) => `${name} 开播了`,
    en: (name) => `${name} is live`,
  },
  showCancelled: {
    zh: (name) => `${name} 取消了直播预告`,
    en: (name) => `${name} cancelled a show`,
  },
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const message = messageIn(event.data);
  if (message) event.waitUntil(show(message));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

async function show({ notice, language }) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'lianmai.notice' });
  // The page in front says it in its own way.
  if (pages.some((page) => page.visibilityState === 'visible')) return;
  const sentence = sentences[notice.kind]?.[language];
  if (!sentence) return;
  await self.registration.showNotification(sentence(notice.anchor.name), {
    body: notice.title,
    lang: language === 'zh' ? 'zh-CN' : 'en',
    icon: notice.anchor.avatarUrl ?? '/favicon.svg',
    // A newer message of the same room takes the place of the older.
    tag: `room-${notice.roomId}`,
    renotify: true,
    data: { path: `/room/${encodeURIComponent(notice.roomId)}` },
  });
}

async function open(path) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find((page) => new URL(page.url).pathname === path);
  if (there) await there.focus();
  else await self.clients.openWindow(path);
}

function messageIn(data) {
  try {
    const message = data?.json();
    return typeof message?.notice?.roomId === 'string' ? message : null;
  } catch {
    return null;
  }
}
