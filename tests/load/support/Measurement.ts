/** One measured value. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What DESIGN §7 or the issue asks for; absent where nothing is asked. */
  target?: { atMost: number } | { atLeast: number };
}

/** One thing that `npm run bench` can measure. It starts and ends everything that it needs. */
export interface Measurement {
  /** What `npm run bench -- <name>` selects. */
  name: string;
  title: string;
  run(): Promise<Figure[]>;
}

export function isMet({ value, target }: Figure): boolean | null {
  if (!target || Number.isNaN(value)) return target ? false : null;
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast;
}
