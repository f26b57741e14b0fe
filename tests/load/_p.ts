import { openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { ViewerCrowd } from '../support/rtc/ViewerCrowd.ts';
import { startApp } from '../support/startApp.ts';
import { setTimeout as wait } from 'node:timers/promises';
const r = await startApp({ MEDIA_WORKERS: '2', LOG_LEVEL: 'warn' });
const crowd = new ViewerCrowd();
for (let i=0;i<4;i++){
  const room = await openLiveClipRoom(r.app, 'p'+i); await wait(1500);
  for (let k=0;k<4;k++){ const v = await crowd.join({ baseUrl: r.baseUrl, roomId: 'p'+i, count:1, withinMs:0 }); console.log(i,k, Math.round(v.at(-1)!.firstPictureMs!), r.app.engine.stats().workers.map(w=>w.consumers), r.app.engine.stats().total.pipes); await wait(2500); }
  await crowd.leave(); room.end();
}
await crowd.close(); await r.close(); process.exit(0);
