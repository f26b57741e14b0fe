import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';

interface OrderTabsProps<K extends string> {
  label: string;
  tabs: readonly { key: K; label: string; content: () => ReactNode }[];
  testId: string;
}

/** Tabs of which one is made at a time: each list is fetched when it is looked at. */
export function OrderTabs<K extends string>({ label, tabs, testId }: OrderTabsProps<K>) {
  const [active, setActive] = useState<K | undefined>(tabs[0]?.key);
  const id = useId();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = tabs.findIndex(({ key }) => key === active);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    setActive(next.key);
    event.currentTarget.querySelector<HTMLElement>(`[data-testid=${testId}-${next.key}]`)?.focus();
  };
  return (
    <div className="order">
      <div className="order__tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            className="order__tab"
            id={`${id}-${tab.key}`}
            aria-selected={tab.key === active}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === active ? 0 : -1}
            data-testid={`${testId}-${tab.key}`}
            onClick={() => setActive(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        className="order__panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${active}`}
        key={active}
      >
        {tabs.find(({ key }) => key === active)?.content()}
      </div>
    </div>
  );
}
