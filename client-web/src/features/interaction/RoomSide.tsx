import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { type PlainKey, useI18n } from '../../i18n/index.ts';
import { ChatPanel } from './chat/ChatPanel.tsx';
import type { PartContext, RoomParts } from './parts.tsx';
import './interaction.css';
import './chat/chat.css';
import './chat/composer.css';
import './chat/menus.css';
import './chat/floating.css';

interface RoomSideProps {
  context: PartContext;
  parts: RoomParts;
  /** Stands above the tabs. */
  head?: ReactNode;
  /** Tab: what the room is; null: no such tab. */
  info: ReactNode;
}

type TabId = 'chat' | 'audience' | 'topGivers' | 'info';

const tabLabels: Record<TabId, PlainKey> = {
  chat: 'side.chat',
  audience: 'side.audience',
  topGivers: 'side.topGivers',
  info: 'side.info',
};

/** Beside the picture on a wide screen: the chat, who is here, who gives, what this is. */
export function RoomSide({ context, parts, head, info }: RoomSideProps) {
  const { t } = useI18n();
  const [active, setActive] = useState<TabId>('chat');
  const id = useId();
  const panels: Record<TabId, ReactNode> = {
    chat: <ChatPanel context={context} parts={parts} actions={<SideActions parts={parts} />} />,
    audience: parts.audience,
    topGivers: parts.topGivers,
    info,
  };
  const tabs = (Object.keys(panels) as TabId[]).filter((tab) => panels[tab] !== null);
  return (
    <aside className="side" aria-label={t('side.label')} data-testid="room-side">
      {head && <div className="side__head">{head}</div>}
      <Tabs tabs={tabs} active={active} id={id} onChoose={setActive} />
      <div
        className="side__panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${active}`}
        data-tab={active}
      >
        {panels[active]}
      </div>
    </aside>
  );
}

interface TabsProps {
  tabs: readonly TabId[];
  active: TabId;
  id: string;
  onChoose: (tab: TabId) => void;
}

function Tabs({ tabs, active, id, onChoose }: TabsProps) {
  const { t } = useI18n();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(active) + step + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-testid=side-tab-${next}]`)?.focus();
  };
  return (
    <div className="side__tabs" role="tablist" aria-label={t('side.label')} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`${id}-${tab}`}
          className="side__tab"
          aria-selected={tab === active}
          aria-controls={`${id}-panel`}
          tabIndex={tab === active ? 0 : -1}
          data-testid={`side-tab-${tab}`}
          onClick={() => onChoose(tab)}
        >
          {t(tabLabels[tab])}
        </button>
      ))}
    </div>
  );
}

function SideActions({ parts }: { parts: RoomParts }) {
  return (
    <>
      {parts.like}
      {parts.gift}
    </>
  );
}
