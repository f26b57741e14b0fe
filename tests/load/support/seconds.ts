/** How long to watch: what the measurement takes to be trusted, or `BENCH_SECONDS` for a quick look at whether it works. */
export function watchSeconds(trusted: number): number {
  const wished = Number(process.env.BENCH_SECONDS);
  return wished > 0 ? Math.min(wished, trusted) : trusted;
}
