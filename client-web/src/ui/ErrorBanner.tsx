import type { ReactNode } from 'react';

/** Why what somebody has just asked for did not happen, beside where they asked; read out at once. Nothing without a sentence. */
export function ErrorBanner({ children, testId }: { children: ReactNode; testId?: string }) {
  if (!children) return null;
  return (
    <p className="banner banner--error" role="alert" data-testid={testId}>
      {children}
    </p>
  );
}
