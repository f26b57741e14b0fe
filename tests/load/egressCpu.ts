import { openLiveClipRoom } from '../support/rtc/liveClipRoom.ts';
import { startApp } from '../support/startApp.ts';
import { waitFor } from '../support/waitFor.ts';
import { childrenRunning, coresOver } from './support/cpu.ts';
import type { Measurement } from './support/Measurement.ts';
import { playElsewhere } from './support/playElsewhere.ts';

const overSeconds = 20;

/** What making FLV and HLS of a show costs while one player watches: the ffmpeg, and our part, which is what this process uses more than before. */
export const egressCpu: Measurement = {
  name: 'egress',
  title: 'Solo egress, 720p at ~1.5 Mb/s H.264 copied, one FLV player',
  async run() {
    const running = await startApp({ MEDIA_WORKERS: '1', LOG_LEVEL: 'warn' });
    try {
      const room = await openLiveClipRoom(running.app, 'egress', { size: '1280x720', bitrateBps: 1_500_000 });
      // The egress will ask for a keyframe a second: without one, what they cost the publisher here would be put down to the egress.
      const keyframes = setInterval(() => room.publisher.sendKeyframe(), 1000);
      const [idle = 0] = await coresOver(overSeconds / 2, [process.pid]);
      clearInterval(keyframes);
      const stopPlayer = await playElsewhere(`${running.baseUrl}/live/${room.roomId}.flv`);
      const ffmpeg = await waitFor(
        'the ffmpeg',
        async () => (await childrenRunning(process.pid, 'ffmpeg'))[0],
      );
      const [busy = 0, child = 0] = await coresOver(overSeconds, [process.pid, ffmpeg]);
      await stopPlayer();
      room.end();
      return [
        { what: 'ffmpeg', value: child, unit: 'cores' },
        { what: 'Node (tap, relay, packager)', value: busy - idle, unit: 'cores' },
        { what: 'together', value: child + busy - idle, unit: 'cores', target: { atMost: 0.05 } },
      ];
    } finally {
      await running.close();
    }
  },
};
