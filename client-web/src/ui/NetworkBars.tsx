export type NetworkLevel = 'good' | 'fair' | 'poor' | 'none';

interface NetworkBarsProps {
  level: NetworkLevel;
  label: string;
  testId?: string;
}

export function NetworkBars({ level, label, testId = 'network-state' }: NetworkBarsProps) {
  return (
    <span
      className="network"
      role="img"
      aria-label={label}
      title={label}
      data-level={level}
      data-testid={testId}
    >
      <i />
      <i />
      <i />
      <i />
    </span>
  );
}
