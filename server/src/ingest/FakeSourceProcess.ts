import type { SourceProcess } from './ports.ts';

/** An ffmpeg that ends when told to. */
export class FakeSourceProcess implements SourceProcess {
  readonly args: readonly string[];
  readonly #ended = Promise.withResolvers<{ reason: string }>();
  isRunning = true;

  constructor(args: readonly string[]) {
    this.args = args;
  }

  get ended(): Promise<{ reason: string }> {
    return this.#ended.promise;
  }

  end(reason: string): void {
    this.isRunning = false;
    this.#ended.resolve({ reason });
  }

  async stop(): Promise<void> {
    this.end('stopped');
  }
}
