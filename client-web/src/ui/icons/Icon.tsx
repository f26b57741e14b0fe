import type { ReactNode } from 'react';

export interface IconProps {
  /** Edge length in CSS pixels. */
  size?: number;
}

/** The frame of every icon: a 24-unit grid, 1.9 stroke, round joints, decorative (the button around it has the label). */
export function Icon({ size = 22, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}
