import { useI18n } from '../../i18n/index.ts';
import { LockIcon } from '../../ui/icons/index.ts';
import { Method } from './Method.tsx';
import type { Operation } from './openApi.ts';
import { SchemaView } from './SchemaView.tsx';

export function OperationView({ operation }: { operation: Operation }) {
  const { t } = useI18n();
  return (
    <article className="operation" id={operation.id} data-testid="api-operation">
      <h3 className="operation__head">
        <Method method={operation.method} />
        <code className="operation__path">{operation.path}</code>
        {operation.needsToken && (
          <span className="operation__lock">
            <LockIcon size={16} />
            {t('docs.auth')}
          </span>
        )}
      </h3>
      {operation.summary && <p className="operation__summary">{operation.summary}</p>}
      {operation.description && <p className="docs__text">{operation.description}</p>}
      {operation.parameters.length > 0 && (
        <>
          <h4>{t('docs.parameters')}</h4>
          <ul className="properties">
            {operation.parameters.map((parameter) => (
              <li key={`${parameter.in}-${parameter.name}`} className="properties__item">
                <code className="properties__name">{parameter.name}</code>
                <code className="properties__type">{parameter.type}</code>
                <span className="properties__note">
                  {parameter.in}
                  {parameter.isRequired && `, ${t('docs.required')}`}
                  {parameter.description && ` — ${parameter.description}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {operation.body && (
        <>
          <h4>{t('docs.body')}</h4>
          <SchemaView schema={operation.body} />
        </>
      )}
      <h4>{t('docs.responses')}</h4>
      <ul className="responses">
        {operation.responses.map((response) => (
          <li key={response.status} className="responses__item">
            <span className="responses__status" data-class={response.status[0]}>
              {response.status}
            </span>
            <div className="responses__body">
              <p>{response.description || t('docs.noBody')}</p>
              {response.schema && <SchemaView schema={response.schema} />}
            </div>
          </li>
        ))}
      </ul>
    </article>
  );
}
