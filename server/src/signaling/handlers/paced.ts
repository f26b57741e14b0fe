import type { RequestType } from '@lianmai/shared';
import type { Handler } from './Handler.ts';

/** For what a client can do again and again and everybody, or every host, is told of: too fast is `too_many_requests`. */
export function paced<T extends RequestType>(handle: Handler<T>): Handler<T> {
  return (call) => {
    call.room.assertNotTooFast(call.session);
    return handle(call);
  };
}
