import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { CompiledProgram } from './compileProgram.ts';
import { runModules } from './runModules.ts';
import { type ComponentDefinition, type EngineInstance, simulate } from './vendorEngine.ts';
import { withJudgedData } from './withJudgedData.ts';

export type Definition = Record<string, unknown>;

interface ComponentFile {
  usingComponents?: Record<string, string>;
  [setting: string]: unknown;
}

/** How a page's window looks: in `window` of app.json, or in the page's own file. */
export interface WindowFile extends ComponentFile {
  navigationStyle?: 'default' | 'custom';
  navigationBarTitleText?: string;
  navigationBarTextStyle?: string;
  navigationBarBackgroundColor?: string;
  backgroundColor?: string;
}

export interface AppFile extends ComponentFile {
  pages: string[];
  window?: WindowFile;
  tabBar?: {
    color?: string;
    selectedColor?: string;
    backgroundColor?: string;
    borderStyle?: string;
    list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[];
  };
}

interface RegisteredComponent {
  id: string;
  path: string;
  /** Before the names of its classes in the DOM, so that they are its own. */
  classPrefix: string;
}

let programs = 0;

/**
 * Runs a program's modules and gives what they define (`App`, `Page`, `Component`, `Behavior`) to the engine, each once, with the components
 * that their JSON files name.
 */
export class ProgramDefinitions {
  readonly appFile: AppFile;
  readonly #compiled: CompiledProgram;
  readonly #complain: (complaint: string) => void;
  readonly #run: (path: string) => unknown;
  readonly #prefix: string;
  readonly #registered = new Map<string, RegisteredComponent>();
  /** What the module that is being run defines. */
  #defined: Definition | null = null;

  constructor(
    compiled: CompiledProgram,
    globals: Record<string, unknown>,
    complain: (complaint: string) => void,
  ) {
    this.#compiled = compiled;
    this.#complain = complain;
    programs += 1;
    this.#prefix = `program${programs}`;
    this.appFile = this.fileOf<AppFile>('app');
    const define = (definition: Definition) => {
      this.#defined = definition;
    };
    this.#run = runModules(compiled.root, {
      ...globals,
      App: define,
      Page: define,
      Component: define,
      Behavior: (definition: Definition) => simulate.behavior(definition),
    });
  }

  /** Those that have been used so far. */
  get components(): RegisteredComponent[] {
    return [...this.#registered.values()].filter(({ path }) => !this.appFile.pages.includes(path));
  }

  /** Runs a module and returns what it defined. */
  define(path: string): Definition {
    this.#defined = null;
    this.#run(path);
    const defined = this.#defined as Definition | null;
    if (!defined) throw new Error(`${path}.js defines nothing: no App, Page or Component`);
    return defined;
  }

  /** @returns the page's id at the engine */
  page(path: string): string {
    if (!this.appFile.pages.includes(path)) throw new Error(`page "${path}" is not found`);
    return this.#register(path, 'wx-page', '');
  }

  fileOf<File extends ComponentFile>(path: string): File {
    return JSON.parse(readFileSync(join(this.#compiled.root, `${path}.json`), 'utf8')) as File;
  }

  #register(path: string, tagName: string, classPrefix: string): string {
    const known = this.#registered.get(path);
    if (known) return known.id;
    const id = `${this.#prefix}-${path.replaceAll(/[/@]/gu, '-')}`;
    this.#registered.set(path, { id, path, classPrefix });
    const usingComponents: Record<string, string> = {};
    const using = { ...this.appFile.usingComponents, ...this.fileOf(path).usingComponents };
    for (const [name, at] of Object.entries(using)) {
      usingComponents[name] = this.#register(this.#componentPath(at, path), name, name);
    }
    const definition = this.define(path);
    const isPage = classPrefix === '' && !definition.methods;
    const component = isPage ? pageDefinition(definition) : withReady(definition);
    simulate.load({
      ...withJudgedData(component, (complaint) => this.#complain(`${path}: ${complaint}`)),
      id,
      tagName,
      path: join(this.#compiled.root, path),
      template: this.#compiled.templateOf(path),
      usingComponents,
      options: { ...(definition.options as object), classPrefix },
    } as ComponentDefinition);
    return id;
  }

  /** As `usingComponents` names it: from the root, beside the file, or in an npm package. */
  #componentPath(name: string, from: string): string {
    const beside = posix.join(posix.dirname(from), name);
    const candidates = name.startsWith('/') ? [name.slice(1)] : [beside, posix.join('miniprogram_npm', name)];
    const found = candidates.find((path) => existsSync(join(this.#compiled.root, `${path}.json`)));
    if (!found) throw new Error(`${from}.json: component "${name}" is not found`);
    return found;
  }
}

/** A component that appears later is ready once it is drawn, too; the engine alone says so to those that a page begins with. */
function withReady(definition: Definition): Definition {
  const lifetimes = (definition.lifetimes ?? {}) as Record<string, (this: EngineInstance) => void>;
  if (!lifetimes.ready) return definition;
  const seen = new WeakSet<EngineInstance>();
  const becomeReady = (instance: EngineInstance) => {
    if (seen.has(instance)) return;
    seen.add(instance);
    lifetimes.ready?.call(instance);
  };
  return {
    ...definition,
    lifetimes: {
      ...lifetimes,
      attached(this: EngineInstance) {
        lifetimes.attached?.call(this);
        queueMicrotask(() => becomeReady(this));
      },
      ready(this: EngineInstance) {
        becomeReady(this);
      },
      detached(this: EngineInstance) {
        seen.add(this);
        lifetimes.detached?.call(this);
      },
    },
  };
}

/** A page's functions are its methods; what else it was given stands on each instance. */
function pageDefinition(definition: Definition): Definition {
  const parts = Object.entries(definition);
  const methods = Object.fromEntries(parts.filter(([, part]) => typeof part === 'function'));
  const fields = Object.fromEntries(
    parts.filter(([name, part]) => typeof part !== 'function' && name !== 'data' && name !== 'behaviors'),
  );
  return {
    data: definition.data ?? {},
    behaviors: definition.behaviors ?? [],
    methods,
    lifetimes: {
      created(this: EngineInstance) {
        Object.assign(this, fields);
      },
    },
  };
}
