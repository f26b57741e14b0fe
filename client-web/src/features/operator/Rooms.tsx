import { useCallback, useDeferredValue, useState } from 'react';
import { useServices } from '../../app/Services.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { FailurePanel } from '../../ui/FailurePanel.tsx';
import { BroadcastIcon, SearchIcon } from '../../ui/icons/index.ts';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { usePolled } from '../statistics/usePolled.ts';
import { RoomActions, type RoomAsked } from './RoomActions.tsx';
import { RoomTable } from './RoomTable.tsx';
import { Wall } from './Wall.tsx';

const refreshMs = 5000;
const pageSize = 24;
/** The server's largest page. */
const maxShown = 200;

/** All rooms, as pictures or as a list; what an operator does to one is asked for here. */
export function Rooms() {
  const { t } = useI18n();
  const { operator } = useServices();
  const [view, setView] = useState<'wall' | 'list'>('wall');
  const [status, setStatus] = useState<'live' | 'all'>('live');
  const [typed, setTyped] = useState('');
  const [limit, setLimit] = useState(pageSize);
  const [asked, setAsked] = useState<RoomAsked | null>(null);
  const search = useDeferredValue(typed.trim());
  // A room that is off air has no picture.
  const shownStatus = view === 'wall' ? 'live' : status;
  const load = useCallback(
    (signal: AbortSignal) => operator.rooms({ status: shownStatus, search, limit }, signal),
    [operator, shownStatus, search, limit],
  );
  const { state, reload } = usePolled(load, refreshMs);
  const page = state.phase === 'ready' ? state.value : null;
  return (
    <section className="operator-rooms" aria-label={t('operator.rooms')}>
      <div className="operator-rooms__bar">
        <h2 className="figure-card__title">
          {t(view === 'wall' ? 'operator.wall' : 'operator.rooms')}
          {page && <span className="operator-rooms__count">{page.total}</span>}
        </h2>
        <label className="operator-search">
          <SearchIcon size={18} />
          <span className="visually-hidden">{t('operator.search')}</span>
          <input
            type="search"
            value={typed}
            placeholder={t('operator.search')}
            maxLength={80}
            onChange={(event) => setTyped(event.target.value)}
            data-testid="operator-search"
          />
        </label>
        {view === 'list' && (
          <Choice
            label={t('operator.rooms')}
            value={status}
            choices={[
              ['live', t('operator.live')],
              ['all', t('operator.allRooms')],
            ]}
            onChange={setStatus}
            testId="operator-status"
          />
        )}
        <Choice
          label={t('operator.view')}
          value={view}
          choices={[
            ['wall', t('operator.wall')],
            ['list', t('operator.list')],
          ]}
          onChange={setView}
          testId="operator-view"
        />
      </div>
      {state.phase === 'failed' && (
        <FailurePanel
          title={t('operator.errorTitle')}
          code={state.error.code}
          onRetry={reload}
          testId="operator-rooms-error"
        />
      )}
      {page && page.rooms.length === 0 && <Nothing isSearch={search !== ''} />}
      {page && page.rooms.length > 0 && view === 'wall' && <Wall rooms={page.rooms} onAsk={setAsked} />}
      {page && page.rooms.length > 0 && view === 'list' && <RoomTable rooms={page.rooms} onAsk={setAsked} />}
      {page?.nextCursor && limit < maxShown && (
        <div className="lobby__more">
          <Button look="quiet" onClick={() => setLimit(Math.min(maxShown, limit * 2))}>
            {t('operator.more')}
          </Button>
        </div>
      )}
      {asked && <RoomActions asked={asked} onClose={() => setAsked(null)} onDone={reload} />}
    </section>
  );
}

function Nothing({ isSearch }: { isSearch: boolean }) {
  const { t } = useI18n();
  return (
    <StatePanel
      icon={<BroadcastIcon size={36} />}
      title={t(isSearch ? 'operator.nothingFound' : 'operator.noRooms')}
      text={t(isSearch ? 'operator.nothingFoundText' : 'operator.noRoomsText')}
      testId="operator-no-rooms"
    />
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  testId: string;
}

function Choice<Value extends string>({ label, value, choices, onChange, testId }: ChoiceProps<Value>) {
  return (
    <fieldset className="chart-metrics" data-testid={testId} data-value={value}>
      <legend className="visually-hidden">{label}</legend>
      {choices.map(([choice, name]) => (
        <button
          key={choice}
          type="button"
          className="chart-metrics__choice"
          aria-pressed={choice === value}
          onClick={() => onChange(choice)}
          data-testid={`${testId}-${choice}`}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
