export type NetworkLevel = 'good' | 'fair' | 'poor' | 'none';

export function NetworkBars({ level, label }: { level: NetworkLevel; label: string }) {
  return (
    <span
      className="network"
      role="img"
      aria-label={label}
      title={label}
      data-level={level}
      data-testid="network-state"
    >
      <i />
      <i />
      <i />
      <i />
    </span>
  );
}
