import { SystemClock } from '../../server/src/core/Clock.ts';
import { silentLogger } from '../../server/src/core/logger.ts';
import { Person } from '../../server/src/egress/compositor/person/Person.ts';
import type { CompositorTrack } from '../../server/src/egress/compositor/protocol.ts';

/*
 * A process with one person of the Compositor, to be killed by a test: is told the track, tells the person's port. It ends by itself
 * when nobody is there to talk to.
 */
process.once('message', async (track: CompositorTrack) => {
  const clock = new SystemClock();
  const person = await Person.open({
    personId: 'u1',
    clock,
    originMs: clock.nowMs(),
    ffmpegPath: 'ffmpeg',
    log: silentLogger(),
    onKeyFrameWanted: () => undefined,
  });
  person.setTile({ width: 160, height: 90, fit: 'cover' });
  person.attach(track);
  process.send?.(person.port);
});
process.once('disconnect', () => process.exit(1));
