/** A method of a media context: acts at once and calls back. */
export function mediaCall<Options extends object>(run: (options: Options) => void) {
  return (options = {} as Options & { success?: () => void; complete?: () => void }): void => {
    run(options);
    options.success?.();
    options.complete?.();
  };
}
