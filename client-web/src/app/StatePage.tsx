import type { ReactNode } from 'react';
import { Header } from './Header.tsx';

/** A whole page for one panel: nothing there, not allowed, over. */
export function StatePage({ phase, children }: { phase?: string; children: ReactNode }) {
  return (
    <>
      <Header />
      <main className="page-state" id="content" tabIndex={-1} data-phase={phase}>
        {children}
      </main>
    </>
  );
}
