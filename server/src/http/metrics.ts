import { type RequestHandler, Router } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PlaybackReport, PlaybackReports } from '../rooms/ports/PlaybackReports.ts';

/** A figure that is read when somebody asks for it. */
export interface GaugeSource {
  name: string;
  help: string;
  /** One value, or one for each value of `label`. */
  read: () => number | { label: string; values: Record<string, number> };
}

/** Everything `/metrics` shows. One registry per server, so that tests can run many servers in one process. */
export class Metrics implements PlaybackReports {
  readonly #registry = new Registry();
  readonly #requests: Counter<'type' | 'outcome'>;
  readonly #firstFrame: Histogram<'protocol'>;
  readonly #latency: Histogram<'protocol'>;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry, prefix: 'lianmai_' });
    this.#requests = new Counter({
      name: 'lianmai_signaling_requests_total',
      help: 'Signalling requests by type and outcome (ok or error code).',
      labelNames: ['type', 'outcome'],
      registers,
    });
    const buckets = [0.1, 0.25, 0.5, 1, 2, 5, 10];
    const labelNames = ['protocol'] as const;
    this.#firstFrame = new Histogram({
      name: 'lianmai_first_frame_seconds',
      help: 'From the start of playback to the first frame, as viewers report it.',
      labelNames,
      buckets,
      registers,
    });
    this.#latency = new Histogram({
      name: 'lianmai_playback_latency_seconds',
      help: 'Playback latency as viewers estimate it.',
      labelNames,
      buckets,
      registers,
    });
  }

  addGauge({ name, help, read }: GaugeSource): void {
    const current = read();
    const isLabelled = typeof current === 'object';
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      labelNames: isLabelled ? [current.label] : [],
      collect() {
        const value = read();
        if (typeof value === 'number') {
          this.set(value);
          return;
        }
        this.reset();
        for (const [key, amount] of Object.entries(value.values)) this.set({ [value.label]: key }, amount);
      },
    });
  }

  /** A figure that only grows, read when somebody asks for it. */
  addCounter({ name, help, read }: GaugeSource): void {
    const current = read();
    new Counter({
      name,
      help,
      registers: [this.#registry],
      labelNames: typeof current === 'object' ? [current.label] : [],
      collect() {
        const value = read();
        this.reset();
        if (typeof value === 'number') this.inc(value);
        else
          for (const [key, amount] of Object.entries(value.values)) this.inc({ [value.label]: key }, amount);
      },
    });
  }

  countRequest(type: string, outcome: string): void {
    this.#requests.inc({ type, outcome });
  }

  record(_room: unknown, _session: unknown, report: PlaybackReport): void {
    const labels = { protocol: report.protocol };
    if (report.firstFrameMs !== undefined) this.#firstFrame.observe(labels, report.firstFrameMs / 1000);
    if (report.latencyMs !== undefined) this.#latency.observe(labels, report.latencyMs / 1000);
  }

  routes(): Router {
    const router = Router();
    const show: RequestHandler = async (_request, response) => {
      response.type(this.#registry.contentType).send(await this.#registry.metrics());
    };
    router.get('/metrics', show);
    return router;
  }
}
