/** Unlikely to come twice from one person's devices; no secret. Works where there is no `crypto`, as in mini programs. */
export function randomId(): string {
  const part = () => Math.random().toString(36).slice(2, 12).padEnd(10, '0');
  return `${Date.now().toString(36)}-${part()}${part()}`;
}
