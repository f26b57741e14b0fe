/** A problem that the reader can act on: shown as its one sentence, without a stack. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}
