import type { Figure } from './Figures.tsx';

/** From which share of lost packets on people begin to notice, and to leave. */
const lossThatShows = 0.02;
const lossThatHurts = 0.08;

export function milliseconds(value: number | null | undefined, unknown: string): string {
  return value === null || value === undefined ? unknown : `${Math.round(value)} ms`;
}

export function lossTone(loss: number | null): Figure['tone'] {
  if (loss === null || loss < lossThatShows) return undefined;
  return loss < lossThatHurts ? 'warn' : 'bad';
}
