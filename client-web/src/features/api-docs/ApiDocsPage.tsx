import { useEffect, useState } from 'react';
import { Header } from '../../app/Header.tsx';
import { useI18n } from '../../i18n/index.ts';
import { Button } from '../../ui/Button.tsx';
import { UnpluggedIcon } from '../../ui/icons/index.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { StatePanel } from '../../ui/StatePanel.tsx';
import { Method } from './Method.tsx';
import { OperationView } from './OperationView.tsx';
import { type ApiDocument, readApiDocument } from './openApi.ts';
import { SchemaView } from './SchemaView.tsx';
import './api-docs.css';

const documentAddress = '/api/openapi.json';

type State = { phase: 'loading' } | { phase: 'failed' } | { phase: 'ready'; api: ApiDocument };

export function ApiDocsPage() {
  const { t } = useI18n();
  const [attempt, setAttempt] = useState(0);
  const state = useApiDocument(attempt);
  return (
    <>
      <Header />
      <main className="docs" id="content" tabIndex={-1} data-testid="api-docs" data-phase={state.phase}>
        {state.phase === 'loading' && (
          <div className="page-state">
            <Spinner />
          </div>
        )}
        {state.phase === 'failed' && (
          <StatePanel
            icon={<UnpluggedIcon size={36} />}
            tone="warn"
            heading="h1"
            title={t('docs.errorTitle')}
          >
            <Button look="primary" onClick={() => setAttempt(attempt + 1)}>
              {t('common.retry')}
            </Button>
          </StatePanel>
        )}
        {state.phase === 'ready' && <Document api={state.api} />}
      </main>
    </>
  );
}

function useApiDocument(attempt: number): State {
  const [state, setState] = useState<State>({ phase: 'loading' });
  useEffect(() => {
    const leaving = new AbortController();
    setState({ phase: 'loading' });
    fetchDocument(leaving.signal).then(
      (api) => setState({ phase: 'ready', api }),
      () => {
        if (!leaving.signal.aborted) setState({ phase: 'failed' });
      },
    );
    return () => leaving.abort();
  }, [attempt]);
  return state;
}

async function fetchDocument(signal: AbortSignal): Promise<ApiDocument> {
  const response = await fetch(documentAddress, { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return readApiDocument(await response.json());
}

function Document({ api }: { api: ApiDocument }) {
  const { t } = useI18n();
  return (
    <>
      <nav className="docs__nav" aria-label={t('docs.contents')}>
        {api.groups.map((group) => (
          <div key={group.name} className="docs__nav-group">
            <span className="docs__nav-name">{group.name}</span>
            {group.operations.map((operation) => (
              <a key={operation.id} className="docs__nav-link" href={`#${operation.id}`}>
                <Method method={operation.method} />
                <span className="truncate">{operation.summary || operation.path}</span>
              </a>
            ))}
          </div>
        ))}
      </nav>
      <div className="docs__content">
        <header className="docs__head">
          <h1>{api.title || t('docs.title')}</h1>
          <p className="docs__text">{api.description || t('docs.text')}</p>
          <p className="docs__meta">
            {api.version && <span>v{api.version}</span>}
            <a href={documentAddress}>{t('docs.openDocument')}</a>
          </p>
        </header>
        {api.groups.map((group) => (
          <section key={group.name} className="docs__group" aria-label={group.name}>
            <h2>{group.name}</h2>
            {group.operations.map((operation) => (
              <OperationView key={operation.id} operation={operation} />
            ))}
          </section>
        ))}
        {api.schemas.length > 0 && (
          <section className="docs__group" aria-label={t('docs.schemas')}>
            <h2>{t('docs.schemas')}</h2>
            {api.schemas.map(({ name, schema }) => (
              <article key={name} className="operation" id={`schema-${name}`}>
                <h3 className="docs__mono">{name}</h3>
                <SchemaView schema={schema} isNamed />
              </article>
            ))}
          </section>
        )}
      </div>
    </>
  );
}
