import type { EngineInstance } from './vendorEngine.ts';

type Definition = Record<string, unknown>;
type Lifetimes = Record<string, ((this: EngineInstance) => void) | undefined>;

/** More than this at once the host does not carry to the view. */
const maxBytes = 1024 * 1024;

/** Complains of what `setData` is given and cannot carry: a host copies data to the view as JSON. */
export function withJudgedData(definition: Definition, complain: (complaint: string) => void): Definition {
  const lifetimes = (definition.lifetimes ?? {}) as Lifetimes;
  const created = lifetimes.created ?? (definition.created as Lifetimes[string]);
  return {
    ...definition,
    lifetimes: {
      ...lifetimes,
      created(this: EngineInstance) {
        const setData = this.setData;
        this.setData = (data, callback) => {
          for (const complaint of complaintsAbout(data)) complain(`setData: ${complaint}`);
          setData.call(this, data, callback);
        };
        created?.call(this);
      },
    },
  };
}

function complaintsAbout(data: Record<string, unknown>): string[] {
  const complaints = Object.entries(data).flatMap(([name, value]) => uncarried(name, value));
  if (complaints.length > 0) return complaints;
  const bytes = Buffer.byteLength(JSON.stringify(data));
  return bytes > maxBytes ? [`${bytes} bytes at once`] : [];
}

function uncarried(name: string, value: unknown): string[] {
  if (value === undefined) return [`${name} is undefined`];
  if (typeof value === 'function' || typeof value === 'symbol') return [`${name} is a ${typeof value}`];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, i) => uncarried(`${name}[${i}]`, item));
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (!isPlain) return [`${name} is a ${value.constructor.name}`];
  // A field of an object may be undefined: JSON leaves it out.
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return fields.flatMap(([field, inside]) => uncarried(`${name}.${field}`, inside));
}
