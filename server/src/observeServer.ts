import type { RoomOutputs } from './egress/delivery/RoomOutputs.ts';
import type { EgressManager } from './egress/EgressManager.ts';
import type { Metrics } from './http/metrics.ts';
import type { RtmpServer } from './ingest/rtmp/RtmpServer.ts';
import type { MediasoupEngine } from './media/MediasoupEngine.ts';
import type { WorkerStats } from './media/MediaWorker.ts';
import type { RoomRegistry } from './rooms/RoomRegistry.ts';
import type { Carriers } from './signaling/Carriers.ts';

interface Observed {
  rooms: RoomRegistry;
  engine: MediasoupEngine;
  egress: EgressManager<RoomOutputs>;
  carriers: Carriers;
  rtmp: RtmpServer;
}

/** Says which figures of the running parts `/metrics` shows. */
export function observeServer(metrics: Metrics, { rooms, engine, egress, carriers, rtmp }: Observed): void {
  const gauge = (name: string, help: string, read: () => number) =>
    metrics.addGauge({ name: `lianmai_${name}`, help, read });
  gauge('rooms', 'Rooms known to this server.', () => rooms.all.length);
  gauge('rooms_live', 'Rooms on air.', () => rooms.all.filter((room) => room.isLive).length);
  gauge('sessions', 'Sessions, connected or within their grace period.', () =>
    rooms.all.reduce((sum, room) => sum + room.sessionCount, 0),
  );
  gauge('tracks', 'Tracks on air.', () =>
    rooms.all.reduce((sum, room) => sum + room.tracks.publications.length, 0),
  );
  gauge(
    'signaling_connections',
    'Open connections of clients, over Socket.IO and plain WebSockets.',
    () => carriers.connectionCount,
  );
  gauge('media_workers', 'mediasoup workers running.', () => engine.stats().workers.length);
  gauge('media_routers', 'mediasoup routers.', () => engine.stats().total.routers);
  gauge('media_transports', 'WebRTC transports.', () => engine.stats().total.transports);
  gauge(
    'media_plain_transports',
    'Plain RTP transports: egress taps and ingest.',
    () => engine.stats().total.plainTransports,
  );
  gauge(
    'media_pipe_transports',
    'Ends of connections between workers.',
    () => engine.stats().total.pipeTransports,
  );
  gauge('media_producers', 'mediasoup producers, piped ones included.', () => engine.stats().total.producers);
  gauge('media_consumers', 'mediasoup consumers, piped ones included.', () => engine.stats().total.consumers);
  gauge('media_pipes', 'Producers piped to another worker.', () => engine.stats().total.pipes);
  const perWorker = (name: string, help: string, read: (worker: WorkerStats) => number) =>
    metrics.addGauge({
      name: `lianmai_${name}`,
      help,
      read: () => ({
        label: 'worker',
        values: Object.fromEntries(
          engine.stats().workers.map((worker) => [String(worker.index), read(worker)]),
        ),
      }),
    });
  perWorker('media_worker_consumers', 'Consumers by worker.', ({ consumers }) => consumers);
  perWorker('media_worker_cpu_cores', 'CPU used by a worker, in cores.', ({ cpuCores }) => cpuCores);
  gauge('egress_streams', 'Rooms whose show is being made into FLV and HLS.', () => egress.stats().streams);
  gauge(
    'egress_processes',
    'ffmpeg processes of the egress, those of compositors included.',
    () => egress.stats().ffmpegChildren,
  );
  gauge(
    'egress_restarts',
    'ffmpeg processes that had to be replaced since the start.',
    () => egress.stats().ffmpegRestarts,
  );
  gauge(
    'egress_composed_streams',
    'Rooms whose show is being mixed by a compositor.',
    () => egress.stats().composedStreams,
  );
  gauge('egress_composed_people', 'People on air in mixed shows.', () => egress.stats().composedPeople);
  gauge(
    'egress_composed_frames_late',
    'Mixed pictures that came later than one frame after their time, since the start.',
    () => egress.stats().composedFramesLate,
  );
  gauge(
    'egress_composed_frames_dropped',
    'Mixed pictures that never came, since the start.',
    () => egress.stats().composedFramesDropped,
  );
  gauge(
    'egress_compositor_restarts',
    'Compositors, and their decoders and encoders, that had to be replaced since the start.',
    () => egress.stats().compositorRestarts,
  );
  gauge('rtmp_publishers', 'Anchors and guests who push RTMP.', () => rtmp.publisherCount);
  gauge('flv_players', 'HTTP-FLV players connected.', () => egress.stats().flvPlayers);
  gauge(
    'flv_players_cut',
    'HTTP-FLV players cut for being too slow, since the start.',
    () => egress.stats().flvPlayersCut,
  );
}
