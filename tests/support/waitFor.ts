/**
 * Waits until `read` gives something truthy and returns it.
 * @param what names the wait in the error, with the last value seen
 */
export async function waitFor<T>(
  what: string,
  read: () => T | Promise<T>,
  { deadlineMs = 10_000, everyMs = 25 }: { deadlineMs?: number; everyMs?: number } = {},
): Promise<NonNullable<T>> {
  const endMs = performance.now() + deadlineMs;
  for (;;) {
    const value = await read();
    if (value) return value as NonNullable<T>;
    if (performance.now() > endMs) {
      throw new Error(`waited ${deadlineMs} ms for ${what}; last value: ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
