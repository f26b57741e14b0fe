import { useI18n } from '../../i18n/index.ts';
import { asText, elementOf, propertiesOf, type Schema, typeName } from './openApi.ts';

/** A schema as a list of its properties, or as one line where it has none. */
export function SchemaView({ schema, isNamed = false }: { schema: Schema; isNamed?: boolean }) {
  const { t } = useI18n();
  const properties = propertiesOf(elementOf(schema));
  if (properties.length === 0) return <TypeLine schema={schema} />;
  return (
    <>
      {schema.type === 'array' && !isNamed && <p className="docs__mono">object[]</p>}
      <ul className="properties">
        {properties.map((property) => (
          <li key={property.name} className="properties__item">
            <code className="properties__name">{property.name}</code>
            <TypeLine schema={property.schema} />
            <span className="properties__note">
              {[property.isRequired && t('docs.required'), asText(property.schema.description)]
                .filter(Boolean)
                .join(' — ')}
            </span>
            {propertiesOf(elementOf(property.schema)).length > 0 && (
              <div className="properties__nested">
                <SchemaView schema={elementOf(property.schema)} isNamed />
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function TypeLine({ schema }: { schema: Schema }) {
  const reference = referenceOf(schema);
  const name = typeName(schema);
  return (
    <code className="properties__type">{reference ? <a href={`#schema-${reference}`}>{name}</a> : name}</code>
  );
}

function referenceOf(schema: Schema): string | null {
  const { $ref } = elementOf(schema);
  return typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? null) : null;
}
