import type { ReactNode } from 'react';

interface StatePanelProps {
  icon: ReactNode;
  tone?: 'plain' | 'live' | 'link' | 'warn';
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  testId?: string;
  /** `h1` where the panel is the whole page. */
  heading?: 'h1' | 'h2';
}

/** What a page shows instead of its content: nothing there, not allowed, over, not possible; always with a way on. */
export function StatePanel({
  icon,
  tone = 'plain',
  title,
  text,
  children,
  testId,
  heading = 'h2',
}: StatePanelProps) {
  const Heading = heading;
  return (
    <div className="state-panel" data-testid={testId}>
      <div className={`state-panel__art state-panel__art--${tone}`}>{icon}</div>
      <Heading className="state-panel__title">{title}</Heading>
      {text && <div className="state-panel__text">{text}</div>}
      {children && <div className="state-panel__actions">{children}</div>}
    </div>
  );
}
