export interface Figure {
  key: string;
  label: string;
  value: string;
  tone?: 'warn' | 'bad';
}

/** Measured values under their names; digits of equal width, so that nothing dances. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="figures">
      {figures.map((figure) => (
        <div key={figure.key} className="figures__item">
          <dt className="figures__label">{figure.label}</dt>
          <dd className="figures__value" data-tone={figure.tone} data-testid={`stat-${figure.key}`}>
            {figure.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
