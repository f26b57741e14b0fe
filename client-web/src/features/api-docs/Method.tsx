export function Method({ method }: { method: string }) {
  return <span className={`method method--${method}`}>{method.toUpperCase()}</span>;
}
