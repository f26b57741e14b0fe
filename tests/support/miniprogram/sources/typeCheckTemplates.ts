import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProgramFiles } from './ProgramFiles.ts';

interface TemplateProblem {
  message: string;
  startLine: number;
  startColumn: number;
}

interface ConvertedTemplate {
  code(): string | undefined;
  /** Of a place in the code, from 0: line and column in the WXML. */
  getSourceLocation(
    line: number,
    column: number,
    endLine: number,
    endColumn: number,
  ): Uint32Array | undefined;
}

interface TemplateGroup {
  addTmpl(path: string, wxml: string): TemplateProblem[];
  getTmplConvertedExpr(path: string, environment: string): ConvertedTemplate;
}

const require = createRequire(import.meta.url);
const { TmplGroup }: { TmplGroup: new () => TemplateGroup } = require('glass-easel-template-compiler');

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../../../..');
// Of the bridge: packages of the engine bring an old one along.
const hostTypes = createRequire(join(repository, 'miniprogram-bridge/package.json')).resolve(
  'miniprogram-api-typings/index.d.ts',
);
const tsc = join(repository, 'node_modules/typescript/bin/tsc');

/** What the vendor's new compiler finds wrong with a template. */
export function problemsIn(path: string, wxml: string): string[] {
  return new TmplGroup()
    .addTmpl(path, wxml)
    .map(
      ({ message, startLine, startColumn }) => `${path}.wxml:${startLine + 1}:${startColumn + 1} ${message}`,
    );
}

/**
 * Checks what templates use against the types of their pages and components: data, properties of the components that they use, and handlers. The
 * vendor's compiler writes each template as TypeScript, and tsc judges it. Pages and components export what `Page(…)` and `Component(…)` return.
 */
export async function typeErrorsIn(
  files: ProgramFiles,
  project = join(files.root, 'tsconfig.json'),
): Promise<string[]> {
  const folder = join(repository, 'tests/.output/templates');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const templates = [...files.pages, ...files.components].map((path) => new TypedTemplate(files, path));
  await Promise.all(templates.map((template) => writeFile(join(folder, template.file), template.code)));
  const settings = {
    extends: project,
    include: ['*.ts', hostTypes],
    exclude: [],
    compilerOptions,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  const output = await outputOf(folder);
  return output.flatMap((line) => {
    const found = /^(.+?)\((\d+),(\d+)\): error (.*)$/u.exec(line);
    const template = templates.find(({ file }) => file === found?.[1]);
    // Sources have a check of their own; an error without a place is one of the check itself.
    if (!found || !template) return line.startsWith('error TS') ? [line] : [];
    return [template.located(Number(found[2]), Number(found[3]), found[4] ?? '')];
  });
}

/** The compiler knows nothing of `wx:if`: what may be null is looked at only where it is not. */
const compilerOptions = {
  types: [],
  strictNullChecks: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  noUncheckedIndexedAccess: false,
};

async function outputOf(folder: string): Promise<string[]> {
  try {
    await run(process.execPath, [tsc, '--project', folder, '--pretty', 'false'], { cwd: folder });
    return [];
  } catch (error) {
    return String((error as { stdout?: string }).stdout).split('\n');
  }
}

/** A page's or component's template as TypeScript. */
class TypedTemplate {
  readonly file: string;
  readonly code: string;
  readonly #path: string;
  readonly #converted: ConvertedTemplate;

  constructor(files: ProgramFiles, path: string) {
    const group = new TmplGroup();
    const wxml = files.text(`${path}.wxml`);
    group.addTmpl(path, wxml);
    this.#path = path;
    this.file = `${path.replaceAll('/', '.')}.ts`;
    this.#converted = group.getTmplConvertedExpr(path, environment(files, path, handlersIn(wxml)));
    this.code = this.#converted.code() ?? '';
  }

  /** An error of tsc, with its place in the WXML. */
  located(line: number, column: number, message: string): string {
    const at = this.#converted.getSourceLocation(line - 1, column - 1, line - 1, column);
    const place = at ? `${(at[0] ?? 0) + 1}:${(at[1] ?? 0) + 1}` : '';
    return `${this.#path}.wxml:${place} ${message}`;
  }
}

/** What the template's code stands on: `data`, `tags` and `methods` with their types. */
function environment(files: ProgramFiles, path: string, handlers: string[]): string {
  const used = [...files.usedBy(path)].filter(([, at]) => at !== null);
  const imports = used.map(([, at], i) => `import type used${i} from '${join(files.root, at ?? '')}';`);
  const tags = used.map(([name], i) => `'${name}': Attributes<typeof used${i}>;`);
  return `
import type definition from '${join(files.root, path)}';
${imports.join('\n')}
type Parts<T> =
  T extends WechatMiniprogram.Component.TypeSignature<infer D, infer P, infer M> ? { data: D & WechatMiniprogram.Component.PropertyOptionToData<P>; properties: WechatMiniprogram.Component.PropertyOptionToData<P>; methods: M } : never;
type Attributes<T> = Parts<T>['properties'] & { [name: \`bind\${string}\` | \`catch\${string}\` | \`aria\${string}\`]: string; id: string; slot: string; hidden: boolean; hoverClass: string };
declare const data: Parts<typeof definition>['data'];
declare const methods: Parts<typeof definition>['methods'];
declare const tags: { ${tags.join(' ')} [builtIn: string]: any };
${handlers.map((name) => `methods.${name} satisfies (...args: never[]) => unknown;`).join('\n')}
`;
}

/** Names that its \`bind…\` and \`catch…\` attributes give; those that are computed are not known here. */
function handlersIn(wxml: string): string[] {
  const bound = wxml.matchAll(/\s(?:capture-|mut-)?(?:bind|catch):?[a-z]+="([\w$]+)"/giu);
  return [...new Set([...bound].map(([, name = '']) => name))];
}
