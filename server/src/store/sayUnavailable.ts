import { orUnavailable } from './refusal.ts';

/** The same port; while the database is away its calls throw AppError `database_unavailable`, as those of the Store do. */
export function sayUnavailable<T extends object>(port: T): T {
  return new Proxy(port, {
    get(target, name) {
      // Private fields are the target's alone: neither its getters nor its methods may see the proxy as `this`.
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const result: unknown = member.apply(target, args);
        return result instanceof Promise ? orUnavailable(result) : result;
      };
    },
  });
}
