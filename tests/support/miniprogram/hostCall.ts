interface Callbacks {
  success?: (result: unknown) => void;
  fail?: (error: { errMsg: string; errCode?: number }) => void;
  complete?: (result: unknown) => void;
}

/** Why a host refuses a call; its `errMsg` is `<name>:fail <message>`. */
export class HostRefusal extends Error {
  readonly errCode: number | undefined;
  constructor(message: string, errCode?: number) {
    super(message);
    this.errCode = errCode;
  }
}

/**
 * A call of a host's API: answers later, to callbacks or, where none were given, to a promise.
 * @param answer throws a `HostRefusal`
 */
export function hostCall<Options extends object>(name: string, answer: (options: Options) => unknown) {
  return (options = {} as Options & Callbacks): Promise<object> | undefined => {
    // Judged at once: there are rights that hang on a tap.
    const outcome = (async () => answer(options))()
      .then((result) => ({ errMsg: `${name}:ok`, ...(result as object | undefined) }))
      .catch((error: Error) => {
        const { errCode } = error as HostRefusal;
        return Promise.reject({ errMsg: `${name}:fail ${error.message}`, ...(errCode && { errCode }) });
      });
    const { success, fail, complete } = options as Callbacks;
    if (!success && !fail && !complete) return outcome;
    outcome.then(
      (result) => {
        success?.(result);
        complete?.(result);
      },
      (error) => {
        fail?.(error);
        complete?.(error);
      },
    );
    return undefined;
  };
}
