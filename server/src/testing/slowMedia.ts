import type { MediaEngine, MediaPeer } from '../rooms/ports/MediaEngine.ts';

/**
 * A media plane that takes its time, as one in another process does: each request of a peer is carried out some turns later, in the
 * order in which they were made.
 */
export function slowMedia(engine: MediaEngine, random: () => number): MediaEngine {
  return {
    rtpCapabilities: engine.rtpCapabilities,
    openRoom: (roomId, events) => {
      const room = engine.openRoom(roomId, events);
      const openPeer = room.openPeer.bind(room);
      room.openPeer = (options) => slowPeer(openPeer(options), random);
      return room;
    },
  };
}

function slowPeer(peer: MediaPeer, random: () => number): MediaPeer {
  let before: Promise<unknown> = Promise.resolve();
  const slowly = <A extends unknown[], R>(method: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => {
      const turns = Math.floor(random() * 30);
      const result = before.then(async () => {
        for (let i = 0; i < turns; i++) await Promise.resolve();
        return method.apply(peer, args);
      });
      before = result.catch(() => undefined);
      return result;
    };
  };
  return {
    createTransport: slowly(peer.createTransport),
    connectTransport: slowly(peer.connectTransport),
    restartIce: slowly(peer.restartIce),
    closeTransport: (id) => peer.closeTransport(id),
    createPlainTransport: slowly(peer.createPlainTransport),
    closeSendTransports: () => peer.closeSendTransports(),
    produce: slowly(peer.produce),
    pauseProducer: slowly(peer.pauseProducer),
    resumeProducer: slowly(peer.resumeProducer),
    closeProducer: (id) => peer.closeProducer(id),
    consume: slowly(peer.consume),
    pauseConsumer: slowly(peer.pauseConsumer),
    resumeConsumer: slowly(peer.resumeConsumer),
    setPreferredLayers: slowly(peer.setPreferredLayers),
    requestKeyFrame: slowly(peer.requestKeyFrame),
    closeConsumer: (id) => peer.closeConsumer(id),
    close: () => peer.close(),
  };
}
